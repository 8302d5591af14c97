// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/once.h"
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
};

QTEST_GUILESS_MAIN(OnceTest)
#include "once_test.moc"
