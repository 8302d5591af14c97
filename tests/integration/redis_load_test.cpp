// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/cached_server.h"
#include "support/measured_load.h"

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using Clock = MeasuredLoad::Clock;
using Samples = MeasuredLoad::Samples;

namespace {

constexpr int users = 12;
constexpr int readers = 6; // connections
constexpr int writers = 2;
constexpr int readsBetweenWrites = 8;
constexpr qsizetype enough = 600; // requests that a percentile is taken of
constexpr int patience = 30'000; // milliseconds
constexpr auto backWithin = 2s; // as the documents promise
constexpr double normalMs = 100; // on a busy machine

double longest(const Samples &samples)
{
    return MeasuredLoad::percentile(samples, 1);
}

int countSlower(const Samples &samples, std::chrono::milliseconds than)
{
    return int(std::count_if(samples.begin(), samples.end(), [than](const auto &each) { return each.took >= than; }));
}

double shareOfHits(const Samples &samples)
{
    const auto reads = std::count_if(samples.begin(), samples.end(), [](const auto &each) { return each.isRead; });
    const auto hits = std::count_if(samples.begin(), samples.end(), [](const auto &each) { return each.isHit; });
    return reads == 0 ? 0 : double(hits) / double(reads);
}

} // namespace

// Redis hangs, dies, restarts and drops its connections while requests come steadily: none fails, each pays one
// deadline at most, and soon after Redis is back all is as before.
class RedisLoadTest : public QObject, private CachedServer {
    Q_OBJECT

private slots:
    void cleanup()
    {
        m_load.reset(); // before its server
        end();
    }

    void noRequestFails_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<int>("deadlineMs");
        QTest::newRow("hangs") << u"hangs"_s << 250;
        QTest::newRow("hangs, with a long deadline") << u"hangs"_s << 1000; // it shows when two of them are paid
        QTest::newRow("killed") << u"killed"_s << 250;
        QTest::newRow("shut down") << u"shut down"_s << 250;
        QTest::newRow("connections dropped") << u"dropped"_s << 250;
    }
    void noRequestFails()
    {
        QFETCH(QString, fault);
        QFETCH(int, deadlineMs);
        begin([&](Server::Settings &settings) { settings.redis.deadline = std::chrono::milliseconds(deadlineMs); });
        if (QTest::currentTestFailed())
            return;
        beginLoad();
        QVERIFY(comeFrom(Clock::now(), 2 * enough)); // the first half of them warms it up
        m_failed = Clock::now() - 100ms; // and those on their way
        fail(fault);
        if (QTest::currentTestFailed())
            return;
        m_opened = Clock::now();
        QVERIFY(comeFrom(m_opened, 2 * enough));
        mend(fault);
        m_mended = Clock::now();
        QVERIFY(comeFrom(m_mended + backWithin, enough));
        judge(m_load->samples(), deadlineMs);
        QCOMPARE(link()["state"_L1].toString(), u"up"_s);
        QCOMPARE(link()["breaker"_L1].toString(), u"closed"_s);
    }

private:
    static QByteArray request(const QByteArray &method, const QByteArray &id, const QByteArray &token,
                              const QByteArray &body = {})
    {
        QByteArray bytes =
            method + " /users/" + id + " HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer " + token + "\r\n";
        if (!body.isEmpty())
            bytes += "Content-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n";
        return bytes + "\r\n" + body;
    }

    // All read all users, as themselves; some also change one now and then, each to another name.
    void beginLoad()
    {
        QByteArrayList reads;
        QList<QByteArrayList> writes(writers);
        for (int i = 0; i < users; ++i) {
            const Answer user = m_client->registerUser("user" + QByteArray::number(i));
            const QByteArray id = AccountClient::text(user, "user.id");
            const QByteArray token = AccountClient::text(user, "token");
            reads.append(request("GET", id, token));
            for (int writer = 0; writer < writers; ++writer)
                writes[writer].append(
                    request("PATCH", id, token, "{\"name\":\"by " + QByteArray::number(writer) + "\"}"));
        }
        QList<QByteArrayList> requests(readers, reads);
        for (int writer = 0; writer < writers; ++writer) {
            QByteArrayList both;
            for (int i = 0; i < users * readsBetweenWrites; ++i) {
                both.append(reads[i % users]);
                if (i % readsBetweenWrites == 0)
                    both.append(writes[writer][i / readsBetweenWrites]);
            }
            requests.append(both);
        }
        m_load = std::make_unique<MeasuredLoad>(quint16(m_server->url().port()), requests, 10ms);
    }

    bool comeFrom(Clock::time_point from, qsizetype count) const
    {
        return QTest::qWaitFor([&] { return m_load->countSince(from) >= count; }, patience);
    }

    QJsonObject link() const { return json("/admin/cache")["redis"_L1].toObject(); }

    void fail(const QString &fault)
    {
        if (fault == "dropped"_L1)
            return dropConnections();
        if (fault == "hangs"_L1)
            m_redis->freeze();
        else if (fault == "killed"_L1)
            m_redis->kill();
        else
            m_redis->shutDown();
        QTRY_COMPARE(link()["state"_L1].toString(), u"down"_s);
        QVERIFY(link()["breaker"_L1].toString() != u"closed"_s);
        QVERIFY(link()["opened"_L1].toInt() > 0);
        const Answer answer = ask("GET", "/admin/redis");
        QCOMPARE(answer.status, 503);
        QVERIFY2(answer.body.contains("Redis is down"), answer.body.constData());
    }

    // Again and again, also those that were made meanwhile.
    void dropConnections()
    {
        for (int round = 0; round < 10; ++round) {
            const auto from = Clock::now();
            for (const auto &type : {u"normal"_s, u"pubsub"_s})
                m_redis->run({u"CLIENT"_s, u"KILL"_s, u"TYPE"_s, type});
            QVERIFY(comeFrom(from, 20));
        }
    }

    void mend(const QString &fault)
    {
        if (fault == "hangs"_L1)
            m_redis->thaw();
        else if (fault != "dropped"_L1)
            QVERIFY(m_redis->start());
    }

    void judge(const Samples &all, int deadlineMs) const
    {
        const Samples before = MeasuredLoad::between(all, all[std::size_t(enough)].sent, m_failed);
        const Samples during = MeasuredLoad::between(all, m_failed, m_mended);
        const Samples after = MeasuredLoad::between(all, m_mended + backWithin, Clock::time_point::max());
        const auto slow = std::chrono::milliseconds(deadlineMs * 8 / 10);
        const int slowWhileOpen = countSlower(MeasuredLoad::between(all, m_opened, m_mended), slow);
        report("before", before);
        report("during", during);
        report("after", after);
        qInfo("first hit %.0f ms after Redis was back; %d requests took as long as a deadline, %d of them with the "
              "breaker open",
              firstHitMs(all), countSlower(during, slow), slowWhileOpen);
        for (const auto &each : all)
            QCOMPARE(each.status, 200);
        QVERIFY(longest(during) < deadlineMs + (deadlineMs > 500 ? 900 : 500)); // not two of them
        // Those that were on their way when it began to hang, and then none; four more on a busy machine.
        QVERIFY(countSlower(during, slow) <= readers + writers + 4);
        QVERIFY(slowWhileOpen <= 4);
        const double normal = std::max(4 * MeasuredLoad::percentile(before, 0.99), normalMs);
        QVERIFY(MeasuredLoad::percentile(after, 0.99) <= normal);
        QVERIFY(shareOfHits(before) > 0.1);
        QVERIFY(shareOfHits(after) > shareOfHits(before) / 2);
    }

    static void report(const char *name, const Samples &samples)
    {
        qInfo("%s: %d requests, p50 %.1f ms, p99 %.1f ms, longest %.0f ms, %.0f %% hits", name, int(samples.size()),
              MeasuredLoad::percentile(samples, 0.5), MeasuredLoad::percentile(samples, 0.99), longest(samples),
              100 * shareOfHits(samples));
    }

    double firstHitMs(const Samples &all) const // -1: there is none
    {
        const auto isFirst = [this](const auto &each) { return each.isHit && each.sent >= m_mended; };
        const auto first = std::find_if(all.begin(), all.end(), isFirst);
        return first == all.end() ? -1 : MeasuredLoad::Milliseconds(first->sent - m_mended).count();
    }

    Clock::time_point m_failed;
    Clock::time_point m_opened; // the breaker
    Clock::time_point m_mended;
    std::unique_ptr<MeasuredLoad> m_load;
};

QTEST_GUILESS_MAIN(RedisLoadTest)
#include "redis_load_test.moc"
