// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/once.h"
#include "jobs/redis_check.h"
#include "jobs/wake_up.h"
#include "support/job_fixture.h"

using namespace signalbox;
using namespace signalbox::jobs;
using namespace signalbox::test;
using namespace Qt::Literals::StringLiterals;

namespace {

using Context = std::shared_ptr<JobContext>;

} // namespace

// Results that are kept for when a finish never came.
class OnceTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<JobFixture> m_jobs;
    std::unique_ptr<WakeUp> m_never;
    int m_runs = 0;

    Processor counted(const QByteArray &result = "\"done\"")
    {
        return once([this, result](Context) -> QCoro::Task<QByteArray> {
            ++m_runs;
            co_return result;
        });
    }
    QByteArrayList kept()
    {
        QByteArrayList keys = m_jobs->words->keys();
        keys.removeIf([](const QByteArray &key) { return !key.startsWith("signalbox:once:"); });
        return keys;
    }

private slots:
    void init()
    {
        m_jobs = std::make_unique<JobFixture>();
        m_never = std::make_unique<WakeUp>();
        m_runs = 0;
    }
    void cleanup()
    {
        m_never.reset();
        m_jobs.reset();
    }

    void nothingStaysOfWhatWasFinished()
    {
        m_jobs->work(counted());
        const QByteArray id = m_jobs->add("n");
        QTRY_COMPARE(m_jobs->stateOf(id), "completed"_ba);
        QCOMPARE(m_jobs->field(id, "returnvalue"), "\"done\""_ba);
        QTRY_COMPARE(kept(), QByteArrayList());
        QCOMPARE(m_runs, 1);
    }

    // The worker goes when the processor has run to its end and its finish isn't recorded yet.
    void aRunIsNotRepeatedAfterACrash()
    {
        Processor inner = counted();
        m_jobs->work([this, inner](Context job) -> QCoro::Task<QByteArray> {
            const QByteArray result = co_await inner(job);
            QTimer::singleShot(0, qApp, [this] { m_jobs->workers.clear(); });
            co_await m_never->wait(std::chrono::hours(1));
            co_return result;
        });
        const QByteArray id = m_jobs->add("n");
        QTRY_VERIFY(m_jobs->workers.empty());
        QCOMPARE(m_jobs->stateOf(id), "active"_ba);
        QCOMPARE(kept(), QByteArrayList{"signalbox:once:bull:work:" + id + ':' + m_jobs->field(id, "timestamp")});
        QVERIFY(m_jobs->words->say({"PTTL", kept().first()}).integer > 23 * 3600 * 1000);
        m_jobs->work(counted("\"again\""));
        QTRY_COMPARE_WITH_TIMEOUT(m_jobs->stateOf(id), "completed"_ba, 20'000);
        QCOMPARE(m_jobs->field(id, "returnvalue"), "\"done\""_ba);
        QCOMPARE(m_jobs->field(id, "stc"), "1"_ba); // it had stalled
        QCOMPARE(m_runs, 1);
        QTRY_COMPARE(kept(), QByteArrayList());
    }

    void aLaterJobOfTheSameIdIsAnother()
    {
        m_jobs->words->say({"SET", "signalbox:once:bull:work:mine:1", "\"of another\""});
        m_jobs->work(counted());
        JobOptions options;
        options.jobId = u"mine"_s;
        const QByteArray id = m_jobs->add("n", "{}", options);
        QTRY_COMPARE(m_jobs->stateOf(id), "completed"_ba);
        QCOMPARE(m_jobs->field(id, "returnvalue"), "\"done\""_ba);
    }

    void whatThrewIsRunAgain()
    {
        m_jobs->work(once([this](Context) -> QCoro::Task<QByteArray> {
            if (++m_runs < 3)
                throw std::runtime_error("not yet");
            co_return {};
        }));
        JobOptions options;
        options.attempts = 3;
        const QByteArray id = m_jobs->add("n", "{}", options);
        QTRY_COMPARE(m_jobs->stateOf(id), "completed"_ba);
        QCOMPARE(m_jobs->field(id, "returnvalue"), "null"_ba);
        QCOMPARE(m_runs, 3);
        QTRY_COMPARE(kept(), QByteArrayList());
    }

    void nothingIsAResultToo()
    {
        const QByteArray key = "signalbox:once:bull:work:mine:5000";
        m_jobs->words->say({"SET", key, ""});
        m_jobs->work(counted());
        JobOptions options;
        options.jobId = u"mine"_s;
        options.timestamp = 5000;
        const QByteArray id = m_jobs->add("n", "{}", options);
        QTRY_COMPARE(m_jobs->stateOf(id), "completed"_ba);
        QCOMPARE(m_jobs->field(id, "returnvalue"), "null"_ba);
        QCOMPARE(m_runs, 0);
    }

    // What a Redis is told of that isn't as queues need it.
    void aRedisIsChecked()
    {
        m_jobs->words->say({"CONFIG", "SET", "maxmemory-policy", "allkeys-lru"});
        QStringList warnings = QCoro::waitFor(checkRedis(m_jobs->clients->here()));
        QCOMPARE(warnings.size(), 1);
        QVERIFY(warnings.first().startsWith("maxmemory-policy is allkeys-lru"_L1));
        m_jobs->words->say({"CONFIG", "SET", "maxmemory-policy", "noeviction"});
        warnings = QCoro::waitFor(checkRedis(m_jobs->clients->here()));
        QCOMPARE(warnings, QStringList());
    }

    void aRedisIsJudgedByWhatItSays_data()
    {
        QTest::addColumn<QByteArray>("info");
        QTest::addColumn<QStringList>("beginnings");
        QTest::newRow("good") << "# Server\r\nredis_version:7.0.15\r\nmaxmemory_policy:noeviction\r\nrole:master\r\n"_ba
                              << QStringList();
        QTest::newRow("says nothing") << QByteArray() << QStringList();
        QTest::newRow("oldish") << "redis_version:6.0.16\r\n"_ba << QStringList{u"Redis is 6.0.16: queues work"_s};
        QTest::newRow("exactly") << "redis_version:6.2.0\r\n"_ba << QStringList();
        QTest::newRow("too old") << "redis_version:4.0.9\r\n"_ba
                                 << QStringList{u"Redis is 4.0.9, and queues need 6.0.6 at least: update it"_s};
        QTest::newRow("both") << "redis_version:4.0.9\r\nmaxmemory_policy:volatile-lru\r\n"_ba
                              << QStringList{u"Redis is 4.0.9"_s,
                                             u"maxmemory-policy is volatile-lru: when its memory "
                                             "is full, Redis throws away the locks"_s};
        QTest::newRow("replica") << "redis_version:7.0.15\nrole:slave\n"_ba << QStringList{u"Redis is a replica"_s};
    }

    void aRedisIsJudgedByWhatItSays()
    {
        QFETCH(QByteArray, info);
        QFETCH(QStringList, beginnings);
        const QStringList warnings = redisWarnings(info);
        QCOMPARE(warnings.size(), beginnings.size());
        for (qsizetype at = 0; at < warnings.size(); ++at)
            QVERIFY2(warnings[at].startsWith(beginnings[at]), qPrintable(warnings[at]));
    }
};

QTEST_GUILESS_MAIN(OnceTest)
#include "once_test.moc"
