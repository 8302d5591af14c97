// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/scheduler_dialog.h"
#include "pages/queues/schedulers_model.h"
#include "queues_fixture.h"
#include "widgets/format.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>

using namespace signalbox::ui;
using namespace signalbox::ui::test;
using namespace Qt::Literals::StringLiterals;

// The schedulers of a queue: list, what they will do, and what a person does to them.
class SchedulersTest : public QObject, QueuesFixture {
    Q_OBJECT

    const QString m_path = u"/admin/queues/id-emails/schedulers"_s;

    void preview(const QCborMap &answer, int status = 200)
    {
        m_server->on("POST", u"/admin/queues/schedulers/preview"_s, [answer, status](const auto &) {
            return ScriptedAdmin::Reply{status, answer};
        });
    }

private slots:
    void init()
    {
        open();
        openQueue();
        preview({{"next"_L1, QCborArray{data::isoTime(data::Noon)}}});
        click(u"queueSection.schedulers"_s);
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"schedulersTable"_s), 1, Patience);
    }
    void cleanup() { close(); }

    void theyAreListed()
    {
        const QAbstractItemModelTester tester(part<QTableView>(u"schedulersTable"_s)->model(),
                                              QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(cell(u"schedulersTable"_s, 0, SchedulersModel::Id), u"nightly"_s);
        QCOMPARE(cell(u"schedulersTable"_s, 0, SchedulersModel::Rhythm), u"0 3 * * * in Europe/Vienna"_s);
        QVERIFY(!part<QAbstractButton>(u"runSchedulerButton"_s)->isEnabled()); // none is chosen
    }

    void itIsToldThatThereAreMore()
    {
        QVERIFY(!isSeen(u"schedulersCount"_s));
        m_server->on("GET", m_path, QCborMap{{"items"_L1, QCborArray{data::scheduler()}}, {"total"_L1, 1500}});
        QTRY_VERIFY_WITH_TIMEOUT(isSeen(u"schedulersCount"_s), Patience);
        QCOMPARE(text(u"schedulersCount"_s), u"The first 1 of 1,500"_s);
    }

    void oneIsMadeAndItsRunsShowWhileOneTypes()
    {
        m_server->on("PUT", m_path + u"/hourly"_s, [](const auto &) { return ScriptedAdmin::Reply{201, {}}; });
        click(u"newSchedulerButton"_s);
        type(u"schedulerDialog.id"_s, u"hourly"_s);
        QVERIFY(!part<QPushButton>(u"schedulerDialog.ok"_s)->isEnabled());
        type(u"schedulerDialog.pattern"_s, u"0 * * * *"_s);
        QTRY_VERIFY_WITH_TIMEOUT(text(u"schedulerDialog.next"_s).startsWith(u"Next: 2026-01-01"_s), Patience);
        part<QPlainTextEdit>(u"schedulerDialog.data.text"_s)->setPlainText(u"{\"a\":"_s);
        QVERIFY(!part<QPushButton>(u"schedulerDialog.ok"_s)->isEnabled()); // no JSON
        part<QPlainTextEdit>(u"schedulerDialog.data.text"_s)->setPlainText(u"{\"a\":1}"_s);
        click(u"schedulerDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(lastToast(), u"Scheduler hourly is added"_s, Patience);
        QCOMPARE(lastBody("PUT", m_path + u"/hourly"_s),
                 json({{"name"_L1, "hourly"_L1}, {"pattern"_L1, "0 * * * *"_L1}, {"data"_L1, QCborMap{{"a"_L1, 1}}}}));
    }

    void theRunsThatAreToldBeginWhenItDoes()
    {
        const auto asked = [this] { return lastBody("POST", u"/admin/queues/schedulers/preview"_s); };
        click(u"newSchedulerButton"_s);
        type(u"schedulerDialog.pattern"_s, u"0 9 * * *"_s);
        QTRY_COMPARE_WITH_TIMEOUT(asked(), json({{"pattern"_L1, "0 9 * * *"_L1}}), Patience);
        click(u"schedulerDialog.hasstart"_s);
        auto *start = part<QDateTimeEdit>(u"schedulerDialog.startAt"_s);
        QVERIFY(start->isEnabled());
        for (const qint64 at : {data::Noon, data::Noon + 3'600'000}) {
            start->setDateTime(QDateTime::fromMSecsSinceEpoch(at));
            QTRY_COMPARE_WITH_TIMEOUT(asked()["startAt"_L1].toString(), data::isoTime(at), Patience);
        }
        click(u"schedulerDialog.hasstart"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!asked().contains("startAt"_L1), Patience);
        click(u"schedulerDialog.cancel"_s);
    }

    void whatCannotBeReadIsToldBeforeItIsSent()
    {
        preview({{"error"_L1, "The hour 99 is over 23"_L1}}, 400);
        click(u"newSchedulerButton"_s);
        type(u"schedulerDialog.id"_s, u"odd"_s);
        type(u"schedulerDialog.pattern"_s, u"0 99 * * *"_s);
        QTRY_COMPARE_WITH_TIMEOUT(text(u"schedulerDialog.next"_s), u"The hour 99 is over 23"_s, Patience);
        QVERIFY(!part<QPushButton>(u"schedulerDialog.ok"_s)->isEnabled());
        click(u"schedulerDialog.cancel"_s);
    }

    void anIntervalNeedsNoServerToBePreviewed()
    {
        m_server->on("PUT", m_path + u"/ping"_s, QCborMap{});
        click(u"newSchedulerButton"_s);
        type(u"schedulerDialog.id"_s, u"ping"_s);
        part<QComboBox>(u"schedulerDialog.kind"_s)->setCurrentIndex(1);
        part<QSpinBox>(u"schedulerDialog.interval"_s)->setValue(90);
        part<QComboBox>(u"schedulerDialog.intervalUnit"_s)->setCurrentText(u"seconds"_s);
        QCOMPARE(text(u"schedulerDialog.next"_s).count(u'·'), 4);
        click(u"schedulerDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(m_server->asked("PUT", m_path + u"/ping"_s).size(), 1, Patience);
        QCOMPARE(lastBody("PUT", m_path + u"/ping"_s), json({{"name"_L1, "ping"_L1}, {"everyMs"_L1, 90'000}}));
    }

    // BullMQ leaves the run that is due, as long as the interval stays.
    void anIntervalThatStaysKeepsTheRunThatIsDue()
    {
        const qint64 due = QDateTime::currentMSecsSinceEpoch() + 1'800'000;
        QCborMap hourly = data::scheduler();
        hourly.insert("pattern"_L1, nullptr);
        hourly.insert("everyMs"_L1, 3'600'000);
        hourly.insert("nextAt"_L1, data::isoTime(due));
        const SchedulerRow row = SchedulerRow::fromCbor(hourly);
        const SchedulerDialog dialog(m_theme, nullptr, row, nullptr);
        const auto *next = dialog.findChild<QLabel *>(u"schedulerDialog.next"_s);
        QVERIFY2(next->text().startsWith(u"Next: "_s + formatMoment(due)), qPrintable(next->text()));
        dialog.findChild<QSpinBox *>(u"schedulerDialog.interval"_s)->setValue(2);
        QVERIFY2(!next->text().contains(formatMoment(due)), qPrintable(next->text()));
    }

    void whatIsNotTouchedStays_data()
    {
        QTest::addColumn<qint64>("everyMs");
        QTest::newRow("no whole seconds") << qint64(1'234'567);
        QTest::newRow("more than the box holds") << qint64(2'592'000'001);
        QTest::newRow("a day") << qint64(86'400'000);
    }
    void whatIsNotTouchedStays()
    {
        QFETCH(qint64, everyMs);
        QCborMap scheduler = data::scheduler();
        scheduler.insert("pattern"_L1, nullptr);
        scheduler.insert("everyMs"_L1, everyMs);
        scheduler.insert("limit"_L1, 5'000'000);
        const SchedulerDialog dialog(m_theme, nullptr, SchedulerRow::fromCbor(scheduler), nullptr);
        QCOMPARE(dialog.values().value("everyMs"_L1).toInteger(), everyMs);
        QCOMPARE(dialog.values().value("limit"_L1).toInteger(), 5'000'000);
        dialog.findChild<QSpinBox *>(u"schedulerDialog.interval"_s)->setValue(3);
        QVERIFY(dialog.values().value("everyMs"_L1).toInteger() % 3 == 0);
    }

    void oneIsChanged()
    {
        m_server->on("PUT", m_path + u"/nightly"_s, data::scheduler());
        clickCell(u"schedulersTable"_s, 0, 0);
        click(u"editSchedulerButton"_s);
        QCOMPARE(part<QLineEdit>(u"schedulerDialog.pattern"_s)->text(), u"0 3 * * *"_s);
        QVERIFY(part<QLineEdit>(u"schedulerDialog.id"_s)->isReadOnly());
        type(u"schedulerDialog.pattern"_s, u"30 4 * * *"_s);
        click(u"schedulerDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(lastToast(), u"Scheduler nightly is changed"_s, Patience);
        QCOMPARE(lastBody("PUT", m_path + u"/nightly"_s),
                 json({{"name"_L1, "report"_L1},
                       {"pattern"_L1, "30 4 * * *"_L1},
                       {"timezone"_L1, "Europe/Vienna"_L1},
                       {"data"_L1, QCborMap{{"kind"_L1, "full"_L1}}},
                       {"opts"_L1, QCborMap{{"attempts"_L1, 3}}}}));
    }

    void oneRunsNowAndIsRemoved()
    {
        m_server->on("POST", m_path + u"/nightly/run"_s, [](const auto &) {
            return ScriptedAdmin::Reply{201, {{"id"_L1, "77"_L1}}};
        });
        m_server->on("DELETE", m_path + u"/nightly"_s, [](const auto &) { return ScriptedAdmin::Reply{204, {}}; });
        clickCell(u"schedulersTable"_s, 0, 0);
        click(u"runSchedulerButton"_s);
        QTRY_COMPARE_WITH_TIMEOUT(lastToast(), u"nightly runs now, as job 77"_s, Patience);
        m_server->on("GET", m_path, QCborMap{{"items"_L1, QCborArray{}}});
        click(u"removeSchedulerButton"_s);
        click(u"removeSchedulerDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(lastToast(), u"Scheduler nightly is removed"_s, Patience);
        QTRY_VERIFY_WITH_TIMEOUT(isSeen(u"schedulersEmptyAction"_s), Patience);
    }
};

QTEST_MAIN(SchedulersTest)
#include "schedulers_test.moc"
