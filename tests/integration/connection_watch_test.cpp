// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/connection_watch.h"
#include "jobs/json_file.h"
#include "jobs/queue_alerts.h"
#include "support/job_fixture.h"

using namespace signalbox;
using namespace signalbox::jobs;
using namespace signalbox::test;
using namespace Qt::Literals::StringLiterals;

namespace {

const QueueAddress work{"own", "bull", "work"};

} // namespace

// Who watches the queues of one Redis.
class ConnectionWatchTest : public QObject {
    Q_OBJECT
private slots:
    void init() { m_jobs = std::make_unique<JobFixture>(); }
    void cleanup() { m_jobs.reset(); }

    void eventsAreReadWhateverTheClockOfRedisSays_data()
    {
        QTest::addColumn<qint64>("ourAheadMs");
        QTest::newRow("the same") << qint64(0);
        QTest::newRow("behind") << qint64(300'000);
        QTest::newRow("ahead") << qint64(-300'000);
    }
    void eventsAreReadWhateverTheClockOfRedisSays()
    {
        QFETCH(qint64, ourAheadMs);
        const auto clock = [ourAheadMs] { return QDateTime::currentMSecsSinceEpoch() + ourAheadMs; };
        QueueBoard board;
        QueueAlerts alerts(std::make_unique<JsonFile>(m_folder.filePath(u"alerts.json"_s)));
        const QueueBoard::Follower follower(board, work);
        ConnectionWatch watch({*m_jobs->clients, board, alerts, clock}, "own", {"bull"});
        m_jobs->words->say({"HSET", "bull:work:meta", "version", "bullmq:6.7.0"});
        QCoro::waitFor(watch.round(true));
        QVERIFY(board.row(work));
        const qint64 before = clock();
        m_jobs->words->say({"XADD", "bull:work:events", "*", "event", "completed", "jobId", "1", "returnvalue", "1"});
        QCoro::waitFor(watch.round(true));
        const QList<QueueEvent> events = board.eventsAfter(work, 0, 100).events;
        QCOMPARE(events.size(), 1);
        constexpr qint64 slack = 5000; // of a busy machine
        QVERIFY2(std::abs(events[0].at - before) < slack, QByteArray::number(events[0].at - before).constData());
    }

    void whoMayNotAskForTheTimeIsTold()
    {
        m_jobs->words->say({"ACL", "SETUSER", "default", "-time"});
        QueueBoard board;
        QueueAlerts alerts(std::make_unique<JsonFile>(m_folder.filePath(u"alerts.json"_s)));
        ConnectionWatch watch({*m_jobs->clients, board, alerts}, "own", {"bull"});
        m_jobs->words->say({"HSET", "bull:work:meta", "version", "bullmq:6.7.0"});
        QCoro::waitFor(watch.round(true));
        QVERIFY(board.row(work) && board.row(work)->countedAt > 0);
    }

private:
    std::unique_ptr<JobFixture> m_jobs;
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(ConnectionWatchTest)
#include "connection_watch_test.moc"
