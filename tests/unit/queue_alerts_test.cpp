// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/queue_alerts.h"

#include <QTest>

using namespace signalbox::jobs;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 start = 1'700'000'000'000;
constexpr qint64 seconds = 1000;

class NoFile : public JsonFile {
public:
    NoFile()
        : JsonFile(QString())
    {
    }
    bool write(const QJsonObject &) override { return true; }
};

// A queue with jobs that wait since `start`, and a worker.
QueueRow busyRow()
{
    QueueRow row;
    row.address = {"own", "bull", "mail"};
    row.glance.exists = true;
    row.glance.counts[0] = 3;
    row.glance.oldestRunnableAt = start;
    row.countedAt = start;
    row.workers = QList<WorkerConnection>{{"one", "127.0.0.1:1", 0, 0}};
    return row;
}

} // namespace

// When queues are warned of, and until when.
class QueueAlertsTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QueueAlerts> m_alerts;

    // Which there are after a look at that moment.
    QStringList judged(const QueueRow &row, qint64 nowMs)
    {
        m_alerts->judge(row, nowMs);
        QStringList kinds;
        for (const Alert &alert : m_alerts->alerts())
            kinds.append(nameOf(alert.kind));
        return kinds;
    }
    void setRules(qint64 waitingMs, bool noWorker)
    {
        AlertRules rules;
        rules.failedCount = 5;
        rules.waitingMs = waitingMs;
        rules.noWorker = noWorker;
        QCOMPARE(m_alerts->setRules(rules), QString());
    }

private slots:
    void init()
    {
        m_alerts = std::make_unique<QueueAlerts>(std::make_unique<NoFile>());
        setRules(60 * seconds, true);
    }

    void aJobThatWaitsLongAlertsUntilItRuns()
    {
        QueueRow row = busyRow();
        QCOMPARE(judged(row, start + 59 * seconds), QStringList());
        QCOMPARE(judged(row, start + 60 * seconds), QStringList{u"waiting"_s});
        QCOMPARE(judged(row, start + 180 * seconds), QStringList{u"waiting"_s});
        const Alert alert = m_alerts->alerts().first();
        QCOMPARE(alert.since, start + 60 * seconds);
        QCOMPARE(alert.count, 3);
        QCOMPARE(alert.text, u"A job has waited for 3 min"_s);
        row.glance.oldestRunnableAt = start + 170 * seconds;
        QCOMPARE(judged(row, start + 180 * seconds), QStringList());
        row.glance.oldestRunnableAt.reset();
        QCOMPARE(judged(row, start + 900 * seconds), QStringList());
    }

    void workersThatAreAwayForAMomentAreNoNews()
    {
        setRules(0, true);
        QueueRow row = busyRow();
        row.workers->clear();
        QCOMPARE(judged(row, start + 100 * seconds), QStringList());
        QCOMPARE(judged(row, start + 129 * seconds), QStringList());
        row.workers = busyRow().workers;
        QCOMPARE(judged(row, start + 130 * seconds), QStringList());
        row.workers->clear();
        QCOMPARE(judged(row, start + 140 * seconds), QStringList());
        QCOMPARE(judged(row, start + 169 * seconds), QStringList());
        QCOMPARE(judged(row, start + 170 * seconds), QStringList{u"noWorker"_s});
        row.workers = busyRow().workers;
        QCOMPARE(judged(row, start + 171 * seconds), QStringList());
    }

    void whereNobodyIsMissedThereIsNoAlert_data()
    {
        QTest::addColumn<QueueRow>("row");
        QueueRow row = busyRow();
        row.workers->clear();
        QueueRow other = row;
        other.glance.isPaused = true;
        QTest::newRow("paused") << other;
        other = row;
        other.isOwn = true;
        QTest::newRow("the server's own") << other;
        other = row;
        other.workers.reset();
        QTest::newRow("Redis doesn't tell") << other;
        other = row;
        other.glance.oldestRunnableAt.reset();
        QTest::newRow("nothing waits") << other;
        other = row;
        other.glance.oldestRunnableAt = start + 3600 * seconds;
        QTest::newRow("not due yet") << other;
    }
    void whereNobodyIsMissedThereIsNoAlert()
    {
        QFETCH(QueueRow, row);
        setRules(0, true);
        for (int i = 0; i < 10; ++i)
            QCOMPARE(judged(row, start + i * 60 * seconds), QStringList());
    }

    void aPauseEndsWhatWaits()
    {
        QueueRow row = busyRow();
        row.workers->clear();
        judged(row, start + 60 * seconds);
        QCOMPARE(judged(row, start + 90 * seconds), (QStringList{u"noWorker"_s, u"waiting"_s}));
        row.glance.isPaused = true;
        QCOMPARE(judged(row, start + 91 * seconds), QStringList());
        row.glance.isPaused = false; // workers have their time anew
        QCOMPARE(judged(row, start + 92 * seconds), QStringList{u"waiting"_s});
        QCOMPARE(judged(row, start + 122 * seconds), (QStringList{u"noWorker"_s, u"waiting"_s}));
    }

    void rulesThatAreOffAlertNever()
    {
        setRules(0, false);
        QueueRow row = busyRow();
        row.workers->clear();
        QCOMPARE(judged(row, start + seconds), QStringList());
        QCOMPARE(judged(row, start + 3600 * seconds), QStringList());
        AlertRules own;
        own.waitingMs = 60 * seconds;
        own.noWorker = true;
        QCOMPARE(m_alerts->setRules(row.address, own), QString());
        QCOMPARE(judged(row, start + 3601 * seconds), (QStringList{u"noWorker"_s, u"waiting"_s}));
    }

    void theAlertsOfAQueueThatIsGoneGo()
    {
        QueueRow row = busyRow();
        row.workers->clear();
        row.glance.recentFailures = 7;
        QueueRow other = row;
        other.address.name = "mailer";
        for (const qint64 at : {start + seconds, start + 61 * seconds}) {
            judged(row, at);
            judged(other, at);
        }
        QCOMPARE(m_alerts->alerts().size(), 6);
        const quint64 before = m_alerts->version();
        m_alerts->forget(row.address);
        QCOMPARE(m_alerts->alerts().size(), 3);
        for (const Alert &alert : m_alerts->alerts())
            QCOMPARE(alert.queue, other.address);
        QVERIFY(m_alerts->version() != before);
        row.glance.recentFailures = 0; // when it comes back, it begins anew
        row.glance.oldestRunnableAt = start + 60 * seconds;
        m_alerts->forget(other.address);
        QCOMPARE(judged(row, start + 61 * seconds), QStringList());
    }
};

QTEST_APPLESS_MAIN(QueueAlertsTest)
#include "queue_alerts_test.moc"
