// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "queues_fixture.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

using namespace signalbox::ui;
using namespace signalbox::ui::test;
using namespace Qt::Literals::StringLiterals;

// What a person does to queues as a whole, and what goes to the server of it.
class QueuesActionsTest : public QObject, QueuesFixture {
    Q_OBJECT

    static QCborMap step(qint64 matched, qint64 done, qint64 scanned, const QCborValue &cursor)
    {
        return {{"matched"_L1, matched},
                {"done"_L1, done},
                {"scanned"_L1, scanned},
                {"total"_L1, 150},
                {"cursor"_L1, cursor}};
    }

    // A sweep of 150 jobs in two steps.
    void sweepsAt(const QString &path)
    {
        m_server->on("POST", path, [](const ScriptedAdmin::Question &question) {
            const bool dry = question.body.value("dryRun"_L1).toBool();
            const bool first = !question.body.contains("cursor"_L1);
            return ScriptedAdmin::Reply{200,
                                        step(first ? 100 : 50, dry ? 0 : (first ? 100 : 50), first ? 100 : 50,
                                             first ? QCborValue(u"next"_s) : QCborValue(nullptr))};
        });
    }

private slots:
    void init()
    {
        open();
        openQueue();
    }
    void cleanup() { close(); }

    void aQueueIsPausedAndResumedAtOnce()
    {
        m_server->on("PATCH", u"/admin/queues/id-emails"_s, [](const ScriptedAdmin::Question &question) {
            return ScriptedAdmin::Reply{200,
                                        data::with(data::queueRow(), u"paused"_s, question.body.value("paused"_L1))};
        });
        click(u"queueHead.pause"_s);
        QTRY_COMPARE_WITH_TIMEOUT(lastToast(), u"emails is paused"_s, Patience);
        QCOMPARE(part<QAbstractButton>(u"queueHead.pause"_s)->text(), u"Resume"_s);
        QVERIFY(notice(u"queueNotice"_s).startsWith(u"Paused"_s));
        click(u"noticeAction"_s);
        QTRY_COMPARE_WITH_TIMEOUT(lastToast(), u"emails is resumed"_s, Patience);
        QCOMPARE(lastBody("PATCH", u"/admin/queues/id-emails"_s), json({{"paused"_L1, false}}));
    }

    void anAnswerOlderThanTheNewsIsNotShown()
    {
        tell({data::with(data::with(data::queueRow(), u"paused"_s, false), u"countedAt"_s,
                         data::isoTime(data::Noon + 9000))});
        m_server->on("PATCH", u"/admin/queues/id-emails"_s, data::with(data::queueRow(), u"paused"_s, true));
        QTRY_VERIFY_WITH_TIMEOUT(m_server->feeds() == 1, Patience);
        click(u"queueHead.pause"_s);
        QTRY_COMPARE_WITH_TIMEOUT(lastToast(), u"emails is paused"_s, Patience);
        QCOMPARE(part<QAbstractButton>(u"queueHead.pause"_s)->text(), u"Pause"_s);
    }

    void aRefusalIsTold()
    {
        m_server->on("PATCH", u"/admin/queues/id-emails"_s, [](const auto &) {
            return ScriptedAdmin::Reply{503, {{"error"_L1, "Redis is down"_L1}}};
        });
        click(u"queueHead.pause"_s);
        QTRY_COMPARE_WITH_TIMEOUT(lastToast(), u"emails: Redis is down"_s, Patience);
    }

    void limitsAreSetAndTakenAway()
    {
        m_server->on(
            "PATCH", u"/admin/queues/id-emails"_s,
            data::with(data::queueRow(), u"rateLimit"_s, QCborMap{{u"max"_s, 100}, {u"durationMs"_s, 60'000}}));
        trigger(u"changeLimits"_s);
        QVERIFY(!part<QPushButton>(u"queueLimitsDialog.ok"_s)->isEnabled()); // nothing is changed
        part<QSpinBox>(u"queueLimitsDialog.concurrency"_s)->setValue(8);
        part<QSpinBox>(u"queueLimitsDialog.max"_s)->setValue(100);
        part<QComboBox>(u"queueLimitsDialog.unit"_s)->setCurrentText(u"minutes"_s);
        click(u"queueLimitsDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(lastToast(), u"The limits of emails are changed"_s, Patience);
        QCOMPARE(lastBody("PATCH", u"/admin/queues/id-emails"_s),
                 json({{"concurrency"_L1, 8}, {"rateLimit"_L1, QCborMap{{"max"_L1, 100}, {"durationMs"_L1, 60'000}}}}));
        QTRY_VERIFY_WITH_TIMEOUT(!isSeen(u"queueLimitsDialog"_s), Patience);
        trigger(u"changeLimits"_s);
        QCOMPARE(part<QComboBox>(u"queueLimitsDialog.unit"_s)->currentText(), u"minutes"_s);
        part<QSpinBox>(u"queueLimitsDialog.max"_s)->setValue(0);
        click(u"queueLimitsDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(m_server->asked("PATCH", u"/admin/queues/id-emails"_s).size(), 2, Patience);
        QCOMPARE(lastBody("PATCH", u"/admin/queues/id-emails"_s), json({{"rateLimit"_L1, nullptr}}));
        QTRY_VERIFY_WITH_TIMEOUT(!isSeen(u"queueLimitsDialog"_s), Patience);
    }

    void aQueueIsDrainedInStepsOnceItIsConfirmed()
    {
        const QString path = u"/admin/queues/id-emails/drain"_s;
        sweepsAt(path);
        trigger(u"drainQueue"_s);
        click(u"drainDialog.delayed"_s);
        click(u"drainDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(text(u"sweepDialog.count"_s), u"150 jobs will be removed"_s, Patience);
        QVERIFY(m_server->asked("POST", path)[0].body.value("dryRun"_L1).toBool());
        QVERIFY(!part<QPushButton>(u"sweepDialog.ok"_s)->isEnabled());
        type(u"sweepDialog.confirm"_s, u"150"_s);
        click(u"sweepDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(lastToast(), u"150 jobs removed"_s, Patience);
        QCOMPARE(m_server->asked("POST", path).size(), 4);
        QCOMPARE(lastBody("POST", path), json({{"delayed"_L1, true}, {"cursor"_L1, "next"_L1}}));
    }

    void aQueueIsCleanedByStateAndAge()
    {
        const QString path = u"/admin/queues/id-emails/clean"_s;
        m_server->on("POST", path, step(3, 3, 3, nullptr));
        trigger(u"cleanQueue"_s);
        auto *state = part<QComboBox>(u"cleanDialog.state"_s);
        QCOMPARE(state->findData(int(JobState::Active)), -1);
        state->setCurrentIndex(state->findData(int(JobState::Failed)));
        part<QSpinBox>(u"cleanDialog.age"_s)->setValue(2);
        part<QComboBox>(u"cleanDialog.unit"_s)->setCurrentText(u"hours"_s);
        click(u"cleanDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(text(u"sweepDialog.count"_s), u"3 jobs will be removed"_s, Patience);
        QVERIFY(!isSeen(u"sweepDialog.confirm"_s)); // so few need no typing
        click(u"sweepDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(lastToast(), u"3 jobs removed"_s, Patience);
        QCOMPARE(lastBody("POST", path), json({{"state"_L1, "failed"_L1}, {"olderThanMs"_L1, 7'200'000}}));
    }

    void aQueueIsObliteratedOnlyByItsName()
    {
        const QString path = u"/admin/queues/id-emails/obliterate"_s;
        m_server->on("POST", path, step(3, 3, 3, nullptr));
        trigger(u"obliterateQueue"_s);
        QTRY_COMPARE_WITH_TIMEOUT(text(u"sweepDialog.count"_s), u"3 jobs will be removed"_s, Patience);
        QVERIFY(text(u"sweepDialog.what"_s).contains(u"2 jobs are running now"_s));
        type(u"sweepDialog.confirm"_s, u"3"_s);
        QVERIFY(!part<QPushButton>(u"sweepDialog.ok"_s)->isEnabled());
        type(u"sweepDialog.confirm"_s, u"emails"_s);
        click(u"sweepDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(lastToast(), u"3 jobs removed"_s, Patience);
        QCOMPARE(lastBody("POST", path), json({{"confirm"_L1, "emails"_L1}, {"force"_L1, true}}));
        tell({}, {}, {u"id-emails"_s});
        QTRY_VERIFY_WITH_TIMEOUT(!isSeen(u"queuePane"_s), Patience); // it is gone
    }

    // Nobody sees white space at the ends of a name, and "&" is not to underline what follows it.
    void aNameOfAnyKindConfirms()
    {
        const QString name = u" R&D  <b>now\n"_s;
        const QString path = u"/admin/queues/id-odd/obliterate"_s;
        m_server->on("POST", path, step(3, 3, 3, nullptr));
        m_server->on("GET", jobs(u"odd"_s), noItems());
        tell({data::with(data::queueRow(name), u"id"_s, u"id-odd"_s)});
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"queuesTable"_s), 3, Patience);
        m_page->open(u"queue:id-odd"_s);
        QTRY_VERIFY_WITH_TIMEOUT(text(u"queueHead.name"_s).contains(u"R&D"_s), Patience);
        trigger(u"obliterateQueue"_s);
        QTRY_COMPARE_WITH_TIMEOUT(text(u"sweepDialog.count"_s), u"3 jobs will be removed"_s, Patience);
        const auto *caption = part<QLabel>(u"sweepDialog.caption"_s);
        QCOMPARE(caption->text(), u"Type R&&D <b>now to confirm"_s); // it has a buddy
        QCOMPARE(caption->textFormat(), Qt::PlainText);
        const auto *field = part<QLineEdit>(u"sweepDialog.confirm"_s);
        QCOMPARE(field->accessibleName(), u"Type R&D <b>now to confirm"_s);
        const auto *ok = part<QPushButton>(u"sweepDialog.ok"_s);
        type(u"sweepDialog.confirm"_s, u"RD <b>now"_s);
        QVERIFY(!ok->isEnabled());
        type(u"sweepDialog.confirm"_s, u"R&D <b>now"_s);
        QVERIFY(ok->isEnabled());
        QCOMPARE(text(u"queueHead.name"_s), u"R&D <b>now"_s);
        QVERIFY(rowOf(u"R&D <b>now"_s) >= 0);
        click(u"sweepDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(lastToast(), u"3 jobs removed"_s, Patience);
        QCOMPARE(lastBody("POST", path).value("confirm"_L1).toString(), name);
    }

    void aSweepIsStoppedHalfWay()
    {
        const QString path = u"/admin/queues/id-emails/drain"_s;
        sweepsAt(path);
        trigger(u"drainQueue"_s);
        click(u"drainDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(text(u"sweepDialog.count"_s), u"150 jobs will be removed"_s, Patience);
        type(u"sweepDialog.confirm"_s, u"emails"_s);
        m_server->setHolding(true);
        click(u"sweepDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(m_server->asked("POST", path).size(), 3, Patience);
        click(u"sweepDialog.cancel"_s);
        m_server->setHolding(false);
        QTRY_COMPARE_WITH_TIMEOUT(text(u"sweepDialog.count"_s), u"Stopped: 100 of 150 jobs removed"_s, Patience);
        QCOMPARE(m_server->asked("POST", path).size(), 3);
        click(u"sweepDialog.cancel"_s);
    }

    void allQueuesArePausedOnceItIsConfirmed()
    {
        m_server->on("POST", u"/admin/queues/pause"_s,
                     QCborMap{{u"changed"_s, QCborArray{u"id-emails"_s, u"id-images"_s}}, {u"failed"_s, QCborArray{}}});
        trigger(u"pauseAllQueues"_s);
        QVERIFY(m_server->asked("POST", u"/admin/queues/pause"_s).isEmpty());
        click(u"pauseAllDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(lastToast(), u"2 queues paused"_s, Patience);
        QCOMPARE(lastBody("POST", u"/admin/queues/pause"_s), json({{"paused"_L1, true}}));
    }

    void alertsAreSnoozedAndLeadToTheirQueue()
    {
        m_server->on("POST", u"/admin/queues/alerts/1/snooze"_s, [](const auto &) {
            return ScriptedAdmin::Reply{204, {}};
        });
        const QCborArray alerts{data::alert(u"1"_s, u"images"_s)};
        m_answer.insert("alerts"_L1, alerts);
        tell({}, alerts);
        QTRY_COMPARE_WITH_TIMEOUT(lastBadge(), 1, Patience);
        click(u"queuesAlerts"_s);
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"alertsDialog.table"_s), 1, Patience);
        trigger(u"snooze60"_s);
        QTRY_COMPARE_WITH_TIMEOUT(lastBody("POST", u"/admin/queues/alerts/1/snooze"_s), json({{"minutes"_L1, 60}}),
                                  Patience);
        click(u"alertsDialog.go"_s);
        QTRY_COMPARE_WITH_TIMEOUT(text(u"queueHead.name"_s), u"images"_s, Patience);
    }

    void theRulesOfOneQueueMayFollowThoseForAll()
    {
        const QCborMap forAll{
            {"failedCount"_L1, 10}, {"failedMinutes"_L1, 5}, {"waitingMs"_L1, 0}, {"noWorker"_L1, true}};
        m_server->on("GET", u"/admin/queues/alerts"_s, QCborMap{{"rules"_L1, forAll}, {"queues"_L1, QCborMap{}}});
        m_server->on("PUT", u"/admin/queues/id-emails/alerts"_s, QCborMap{});
        trigger(u"queueAlertRules"_s);
        QTRY_VERIFY_WITH_TIMEOUT(part<QCheckBox>(u"alertRulesDialog.follows"_s)->isChecked(), Patience);
        QVERIFY(!part<QSpinBox>(u"alertRulesDialog.failedCount"_s)->isEnabled());
        QTRY_VERIFY_WITH_TIMEOUT(part<QPushButton>(u"alertRulesDialog.ok"_s)->isEnabled(), Patience);
        click(u"alertRulesDialog.follows"_s);
        part<QSpinBox>(u"alertRulesDialog.failedCount"_s)->setValue(3);
        click(u"alertRulesDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(lastToast(), u"The rules of alerts for emails are changed"_s, Patience);
        QCOMPARE(
            lastBody("PUT", u"/admin/queues/id-emails/alerts"_s),
            json({{"rules"_L1,
                   QCborMap{
                       {"failedCount"_L1, 3}, {"failedMinutes"_L1, 5}, {"waitingMs"_L1, 0}, {"noWorker"_L1, true}}}}));
    }

    void aRedisIsAddedChangedAndRemoved()
    {
        m_answer = data::queues({data::queueRow()}, {}, {data::connection(), data::connection(u"staging"_s)});
        const QString path = u"/admin/queues/connections"_s;
        m_server->on("POST", path, [](const auto &) { return ScriptedAdmin::Reply{201, data::connection(u"x"_s)}; });
        m_server->on("PATCH", path + u"/staging"_s, data::connection(u"staging"_s));
        m_server->on("DELETE", path + u"/staging"_s, [](const auto &) { return ScriptedAdmin::Reply{204, {}}; });
        click(u"queuesConnections"_s);
        click(u"connectionsDialog.add"_s);
        type(u"connectionDialog.name"_s, u"staging"_s);
        type(u"connectionDialog.url"_s, u"redis://10.0.0.9:6379"_s);
        type(u"connectionDialog.prefixes"_s, u"bull, jobs"_s);
        click(u"connectionDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"connectionsDialog.table"_s), 2, Patience);
        QCOMPARE(lastBody("POST", path),
                 json({{"name"_L1, "staging"_L1},
                       {"url"_L1, "redis://10.0.0.9:6379"_L1},
                       {"prefixes"_L1, QCborArray{u"bull"_s, u"jobs"_s}}}));
        QTRY_VERIFY_WITH_TIMEOUT(!isSeen(u"connectionDialog"_s), Patience);
        clickCell(u"connectionsDialog.table"_s, 0, 0);
        QVERIFY(!part<QAbstractButton>(u"connectionsDialog.remove"_s)->isEnabled()); // the own one stays
        clickCell(u"connectionsDialog.table"_s, 1, 0);
        click(u"connectionsDialog.edit"_s);
        type(u"connectionDialog.prefixes"_s, u"other"_s);
        click(u"connectionDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(lastBody("PATCH", path + u"/staging"_s),
                                  json({{"prefixes"_L1, QCborArray{u"other"_s}}}), Patience);
        QTRY_VERIFY_WITH_TIMEOUT(!isSeen(u"connectionDialog"_s), Patience);
        click(u"connectionsDialog.remove"_s);
        click(u"removeConnectionDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(m_server->asked("DELETE", path + u"/staging"_s).size(), 1, Patience);
        click(u"connectionsDialog.cancel"_s);
    }
};

QTEST_MAIN(QueuesActionsTest)
#include "queues_actions_test.moc"
