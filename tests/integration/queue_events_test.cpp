// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/queue_events.h"
#include "support/redis_server.h"
#include "support/redis_words.h"

#include <QtTest>

using namespace signalbox;
using namespace signalbox::jobs;
using namespace signalbox::test;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int Patience = 40'000; // milliseconds

} // namespace

// Events that are more than a client takes in, in one reply. What else is heard is compared with Node's by interop.
class QueueEventsTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<RedisServer> m_redis;
    std::unique_ptr<RedisWords> m_words;
    std::unique_ptr<QueueEvents> m_events;
    QList<StreamEvent> m_heard;

    // In one go, so that they come up together.
    void tell(int count, qint64 bytes)
    {
        const QByteArray script = "for number = 1, tonumber(ARGV[1]) do "
                                  "redis.call('XADD', KEYS[1], '*', 'event', 'progress', 'jobId', tostring(number), "
                                  "'data', string.rep('x', ARGV[2])) end";
        m_words->say({"EVAL", script, "1", "bull:mail:events", QByteArray::number(count), QByteArray::number(bytes)});
    }
    void listen()
    {
        auto target = std::make_shared<redis::ServerTarget>(redis::Target{m_redis->url(), {}, {}, {}});
        m_events = std::make_unique<QueueEvents>(target, QueueKeys("bull", "mail"));
        connect(m_events.get(), &QueueEvents::happened, this,
                [this](const StreamEvent &event) { m_heard.append(event); });
        QTRY_VERIFY(m_events->isReady());
    }

private slots:
    void init()
    {
        m_heard.clear();
        m_redis = std::make_unique<RedisServer>();
        QVERIFY(m_redis->start());
        m_words = std::make_unique<RedisWords>(*m_redis);
    }
    void cleanup()
    {
        m_events.reset();
        m_words.reset();
        m_redis.reset();
    }

    void aLargeBacklogIsHeardWhole()
    {
        listen();
        tell(20, 4 << 20);
        QTRY_COMPARE_WITH_TIMEOUT(m_heard.size(), 20, Patience);
        for (int i = 0; i < 20; ++i) {
            QCOMPARE(m_heard[i].jobId, QByteArray::number(i + 1));
            QCOMPARE(m_heard[i].field("data").size(), 4 << 20);
        }
    }

    void anEventThatIsTooLargeIsHeardInPart()
    {
        listen();
        tell(1, 66 << 20);
        tell(1, 10);
        QTRY_COMPARE_WITH_TIMEOUT(m_heard.size(), 2, Patience);
        QCOMPARE(m_heard[0].name, "progress"_ba);
        QVERIFY(m_heard[0].field("data").startsWith("xxx"));
        QCOMPARE(m_heard[1].field("data").size(), 10);
    }

    void whatIsLargeMayBeThereBefore()
    {
        tell(1, 66 << 20);
        listen();
        tell(1, 10);
        QTRY_COMPARE_WITH_TIMEOUT(m_heard.size(), 1, Patience);
        QCOMPARE(m_heard[0].field("data").size(), 10);
    }
};

QTEST_GUILESS_MAIN(QueueEventsTest)
#include "queue_events_test.moc"
