// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/redis_keys.h"
#include "admin/redis_value.h"
#include "redis/client.h"
#include "redis/clients.h"
#include "support/redis_server.h"

#include <QtTest>

using namespace signalbox;
using namespace signalbox::admin;
using namespace signalbox::test;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

// QCoro::waitFor() never ends when a task throws.
template <typename T> QCoro::Task<> keep(QCoro::Task<T> task, std::optional<T> &result, QString &error, bool &isDone)
{
    try {
        result = co_await task;
    } catch (const redis::RedisError &failure) {
        error = failure.detail();
    }
    isDone = true;
}

template <typename T> T resultOf(QCoro::Task<T> task)
{
    std::optional<T> result;
    QString error;
    bool isDone = false;
    keep(std::move(task), result, error, isDone);
    if (!QTest::qWaitFor([&] { return isDone; }, 20'000) || !result)
        qFatal("no result: %s", qPrintable(error));
    return *result;
}

QCoro::Task<redis::Reply> replyTo(redis::Clients &clients, QByteArrayList words)
{
    co_return co_await clients.here().command(nullptr, words);
}

} // namespace

// What admins see of keys, on a real Redis.
class RedisKeysTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<RedisServer> m_server;
    std::unique_ptr<redis::Clients> m_clients;
    std::unique_ptr<RedisKeys> m_keys;

    void connectTo(const redis::RedisUrl &url)
    {
        redis::Clients::Settings settings;
        settings.client.deadline = 20s; // on a busy machine, megabytes take their time
        m_clients = std::make_unique<redis::Clients>(settings);
        m_clients->setTarget(url);
        m_keys = std::make_unique<RedisKeys>(*m_clients, nullptr);
        QTRY_VERIFY(m_clients->here().isUp());
    }

    // A command with any bytes in it.
    redis::Reply ask(const QByteArrayList &words) { return resultOf(replyTo(*m_clients, words)); }

    void fill(int count, const QByteArray &prefix)
    {
        for (int first = 0; first < count; first += 1000) {
            QByteArrayList words{"MSET"};
            for (int i = first; i < std::min(first + 1000, count); ++i)
                words << prefix + QByteArray::number(i) << "value";
            ask(words);
        }
    }

    KeyStep step(const KeySearch &search, const StepLimits &limits = {})
    {
        return resultOf(m_keys->step(search, limits));
    }

    KeyContent contentOf(const QByteArray &key)
    {
        const auto row = resultOf(m_keys->row(key));
        return row ? resultOf(readContent(*m_clients, nullptr, *row)) : KeyContent{};
    }

private slots:
    void init()
    {
        m_server = std::make_unique<RedisServer>();
        QVERIFY(m_server->start());
        connectTo(m_server->url());
    }
    void cleanup()
    {
        m_keys.reset();
        m_clients.reset();
        m_server.reset();
    }

    void stepsComeByEveryKeyAndAreShort()
    {
        fill(5000, "user:");
        QSet<QByteArray> found;
        KeySearch search;
        int steps = 0;
        for (; !search.cursor.isEmpty(); ++steps) {
            const KeyStep one = step(search, {.count = 100, .found = 300});
            QVERIFY(one.keys.size() >= 1 && one.keys.size() < 600);
            QVERIFY(one.scanned >= one.keys.size() && one.scanned < 900);
            found += QSet<QByteArray>(one.keys.begin(), one.keys.end());
            search.cursor = one.cursor;
        }
        QCOMPARE(found.size(), 5000);
        QVERIFY(steps >= 9);
        QVERIFY(!m_server->run({u"INFO"_s, u"commandstats"_s}).contains("cmdstat_keys"));
    }

    void aStepEndsInItsTime()
    {
        fill(5000, "user:");
        const KeyStep one = step({.match = "nobody:*"}, {.count = 10, .found = 100, .time = 0ms});
        QVERIFY(one.keys.isEmpty());
        QVERIFY(!one.cursor.isEmpty());
        QCOMPARE(one.scanned, 10);
    }

    void looksForWhatMatches()
    {
        fill(50, "user:");
        fill(50, "session:");
        ask({"HSET", "user:h", "a", "1"});
        const StepLimits all{.count = 1000, .found = 1000};
        QCOMPARE(step({.match = "user:*"}, all).keys.size(), 51);
        QCOMPARE(step({.match = "user:*", .type = "hash"}, all).keys, QByteArrayList{"user:h"});
        QCOMPARE(step({.match = {}, .type = "string"}, all).keys.size(), 100);
        QVERIFY(step({.match = "nobody:*"}, all).cursor.isEmpty());
    }

    void rowsTellTypeTimeAndSize()
    {
        const QByteArray binary("k\0\xff", 3);
        ask({"SET", binary, "value", "PX", "60000"});
        ask({"RPUSH", "list", "a"});
        const auto rows = resultOf(m_keys->rows({"list", "gone", binary}));
        QCOMPARE(rows.size(), 2);
        QCOMPARE(rows[0].key, "list"_ba);
        QCOMPARE(rows[0].type, "list"_ba);
        QVERIFY(!rows[0].ttlMs);
        QVERIFY(rows[0].size > 0);
        QCOMPARE(rows[1].key, binary);
        QCOMPARE(rows[1].type, "string"_ba);
        QVERIFY(rows[1].ttlMs > 0 && rows[1].ttlMs <= 60'000);
        const QCborMap map = rows[1].toCbor();
        QCOMPARE(map["id"_L1].toString(), u"awD_"_s);
        QCOMPARE(map["key"_L1].toString(), u"k\\x00\\xff"_s);
        QVERIFY(rows[0].toCbor()["ttlMs"_L1].isNull());
    }

    void manyRowsComeInTheOrderAsked()
    {
        fill(999, "key:");
        QByteArrayList keys;
        for (int i = 0; i < 999; ++i)
            keys.append("key:" + QByteArray::number(i));
        const auto rows = resultOf(m_keys->rows(keys));
        QCOMPARE(rows.size(), 999);
        for (qsizetype i = 0; i < rows.size(); ++i)
            QCOMPARE(rows[i].key, keys[i]);
    }

    void whatMayNotBeAskedIsNotTold()
    {
        ask({"SET", "key", "value"});
        ask({"ACL", "SETUSER", "reader", "on", ">pass", "~*", "+@read", "-memory", "-object", "+ping"});
        redis::RedisUrl url = m_server->url();
        url.user = u"reader"_s;
        url.password = u"pass"_s;
        connectTo(url);
        const auto row = resultOf(m_keys->row("key"));
        QCOMPARE(row->type, "string"_ba);
        QVERIFY(!row->size);
        QVERIFY(row->toCbor()["size"_L1].isNull());
        const KeyContent content = contentOf("key");
        QVERIFY(content.encoding.isEmpty());
        QCOMPARE(content.value.toMap()["text"_L1].toString(), u"value"_s);
    }

    void removesWithoutHoldingRedisUp()
    {
        fill(450, "user:");
        QByteArrayList keys{"nobody"};
        for (int i = 0; i < 449; ++i)
            keys.append("user:" + QByteArray::number(i));
        QCOMPARE(resultOf(m_keys->remove(keys)), 449);
        QCOMPARE(resultOf(m_keys->total()), 1);
        const QByteArray stats = m_server->run({u"INFO"_s, u"commandstats"_s});
        QVERIFY(stats.contains("cmdstat_unlink") && !stats.contains("cmdstat_del:"));
    }

    void changesHowLongAKeyStays()
    {
        ask({"SET", "key", "value"});
        QVERIFY(resultOf(m_keys->setTtl("key", 60'000)));
        QVERIFY(resultOf(m_keys->row("key"))->ttlMs > 0);
        QVERIFY(resultOf(m_keys->setTtl("key", std::nullopt)));
        QVERIFY(!resultOf(m_keys->row("key"))->ttlMs);
        QVERIFY(resultOf(m_keys->setTtl("key", std::nullopt))); // it stays already
        QVERIFY(!resultOf(m_keys->setTtl("gone", 1000)));
        QVERIFY(!resultOf(m_keys->setTtl("gone", std::nullopt)));
    }

    void showsTextAndBytes()
    {
        ask({"SET", "text", "{\"name\":\"Zo\xc3\xab\"}"});
        KeyContent content = contentOf("text");
        QCOMPARE(content.value, (QCborMap{{u"text"_s, u"{\"name\":\"Zoë\"}"_s}}));
        QCOMPARE(content.length, 15);
        QCOMPARE(content.encoding, "embstr"_ba);
        QVERIFY(!content.truncated);
        ask({"SET", "bytes", QByteArray("\0\xff", 2)});
        QCOMPARE(contentOf("bytes").value, (QCborMap{{u"base64"_s, u"AP8="_s}}));
        ask({"SET", "empty", ""});
        QCOMPARE(contentOf("empty").value, (QCborMap{{u"text"_s, QString()}}));
    }

    void showsTheBeginningOfALongString()
    {
        ask({"SET", "long", QByteArray(65'535, 'a') + "\xc3\xab" + QByteArray(1'000'000, 'b')});
        const KeyContent content = contentOf("long");
        QVERIFY(content.truncated);
        QCOMPARE(content.length, 1'065'537);
        QCOMPARE(content.value.toMap()["text"_L1].toString(), QString(65'535, u'a')); // and no half of a letter
        ask({"SET", "whole", QByteArray(65'536, 'a')});
        QVERIFY(!contentOf("whole").truncated);
    }

    void showsCollections()
    {
        ask({"RPUSH", "list", "a", QByteArray("\0", 1), "b"});
        QCOMPARE(contentOf("list").value, (QCborArray{u"a"_s, u"\\x00"_s, u"b"_s}));
        ask({"SADD", "set", "one"});
        QCOMPARE(contentOf("set").value, (QCborArray{u"one"_s}));
        ask({"HSET", "hash", "name", "Ann"});
        QCOMPARE(contentOf("hash").value, (QCborArray{QCborArray{u"name"_s, u"Ann"_s}}));
        ask({"ZADD", "zset", "1.5", "a", "inf", "b"});
        QCOMPARE(contentOf("zset").value, (QCborArray{QCborArray{u"a"_s, 1.5}, QCborArray{u"b"_s, u"inf"_s}}));
        ask({"XADD", "stream", "1-2", "event", "login"});
        const QCborArray fields{QCborArray{u"event"_s, u"login"_s}};
        QCOMPARE(contentOf("stream").value, (QCborArray{QCborArray{u"1-2"_s, fields}}));
        for (const char *key : {"list", "set", "hash", "zset", "stream"}) {
            QVERIFY2(!contentOf(key).truncated, key);
            QVERIFY2(contentOf(key).length > 0, key);
            QVERIFY2(!contentOf(key).encoding.isEmpty(), key);
        }
    }

    void showsTheBeginningOfALargeCollection_data()
    {
        QTest::addColumn<QByteArray>("command");
        QTest::addColumn<bool>("paired");
        QTest::newRow("list") << "RPUSH"_ba << false;
        QTest::newRow("set") << "SADD"_ba << false;
        QTest::newRow("hash") << "HSET"_ba << true;
        QTest::newRow("zset") << "ZADD"_ba << true;
    }

    void showsTheBeginningOfALargeCollection()
    {
        QFETCH(QByteArray, command);
        QFETCH(bool, paired);
        for (int count : {300, 5000}) {
            QByteArrayList words{command, "key"};
            for (int i = 0; i < count; ++i) {
                if (paired)
                    words << QByteArray::number(i);
                words << QByteArray::number(i);
            }
            ask(words);
            const KeyContent content = contentOf("key");
            QVERIFY(content.truncated);
            QCOMPARE(content.length, count);
            const auto shown = content.value.toArray().size();
            QVERIFY2(shown >= 100 && shown <= 200, qPrintable(QString::number(shown)));
            ask({"UNLINK", "key"});
        }
    }

    void showsTheBeginningOfALargeStream()
    {
        for (int i = 0; i < 250; ++i)
            ask({"XADD", "stream", "*", "n", QByteArray::number(i)});
        const KeyContent content = contentOf("stream");
        QVERIFY(content.truncated);
        QCOMPARE(content.value.toArray().size(), 200);
    }

    void asksForFewerLargeElements()
    {
        const QByteArray large(100'000, 'x');
        for (int i = 0; i < 100; ++i)
            ask({"RPUSH", "large", large});
        KeyContent content = contentOf("large");
        QVERIFY(content.truncated);
        const auto shown = content.value.toArray().size();
        QVERIFY2(shown > 0 && shown <= 30, qPrintable(QString::number(shown)));
        QVERIFY(content.value.toArray().first().toString().size() < 5000);
        QVERIFY(content.value.toArray().first().toString().endsWith(u'…'));
        ask({"RPUSH", "one", QByteArray(1'000'000, 'x'), "y"});
        QCOMPARE(contentOf("one").value.toArray().size(), 1);
        ask({"RPUSH", "huge", QByteArray(5'000'000, 'x')});
        content = contentOf("huge");
        QVERIFY(content.truncated);
        QCOMPARE(content.value, QCborValue(QCborArray()));
        QCOMPARE(content.length, 1);
    }
};

QTEST_GUILESS_MAIN(RedisKeysTest)
#include "redis_keys_test.moc"
