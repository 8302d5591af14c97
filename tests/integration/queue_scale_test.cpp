// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/queue_console.h"

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::Literals::StringLiterals;

// What is done to a queue of very many jobs holds up no other user of its Redis.
class QueueScaleTest : public QObject, QueueConsoleServer {
    Q_OBJECT

private:
    static constexpr int many = 300'000;

    // Ids alone, the first of them the oldest: "1", "2"...
    void fillWith(int count)
    {
        m_words->say({"EVAL", R"lua(
            local ids = {}
            for number = 1, tonumber(ARGV[2]) do
                ids[#ids + 1] = number
                if #ids == 5000 or number == tonumber(ARGV[2]) then
                    redis.call('LPUSH', ARGV[1], unpack(ids))
                    ids = {}
                end
            end)lua",
                      "0", "bull:mail:wait", QByteArray::number(count)});
    }
    // What they are, from one number to another.
    void describe(int first, int last, const QByteArray &jobName)
    {
        m_words->say({"EVAL", R"lua(
            for number = tonumber(ARGV[2]), tonumber(ARGV[3]) do
                redis.call('HSET', ARGV[1] .. number, 'name', ARGV[4], 'data', '{}', 'opts', '{}', 'timestamp',
                    '1700000000000')
            end)lua",
                      "0", "bull:mail:", QByteArray::number(first), QByteArray::number(last), jobName});
    }
    static QJsonArray numbers(int first, int last)
    {
        QJsonArray ids;
        for (int number = first; number <= last; ++number)
            ids.append(QString::number(number));
        return ids;
    }
    // From here on, how Redis was used is counted.
    void beginCounting()
    {
        m_words->say({"CONFIG", "SET", "slowlog-log-slower-than", QByteArray::number(longestMs * 1000)});
        m_words->say({"SLOWLOG", "RESET"});
        m_words->say({"CONFIG", "RESETSTAT"});
    }
    QByteArray slowest()
    {
        QByteArray told;
        for (const redis::Reply &entry : m_words->say({"SLOWLOG", "GET", "10"}).items)
            told += entry.items.value(3).items.value(0).bytes + ' ' + QByteArray::number(entry.items.value(2).integer)
                + " us; ";
        return told;
    }
    qint64 microsecondsOf(const QByteArray &command)
    {
        const QByteArray statistics = m_words->say({"INFO", "commandstats"}).bytes;
        const qsizetype line = statistics.indexOf("cmdstat_" + command + ':');
        if (line < 0)
            return 0;
        const qsizetype from = statistics.indexOf("usec=", line) + 5;
        return statistics.mid(from, statistics.indexOf(',', from) - from).toLongLong();
    }

    static constexpr int longestMs = 500; // of a command, on a busy machine

private slots:
    void init()
    {
        begin();
        make();
    }
    void cleanup() { end(); }

    void aSelectionOfTheOldestIsActedOnInShortCommands()
    {
        fillWith(many);
        describe(1, 500, "n");
        beginCounting();
        const QJsonObject dry{{u"action"_s, u"remove"_s}, {u"jobs"_s, numbers(1, 500)}, {u"dryRun"_s, true}};
        const Answer counted = ask("POST", path("/actions"), dry);
        QCOMPARE(counted.status, 200);
        QCOMPARE(run(path("/actions"), {{u"action"_s, u"remove"_s}, {u"jobs"_s, numbers(1, 100)}}), 100);
        QCOMPARE(slowest(), QByteArray());
        QCOMPARE(size("wait"), many - 100);
        QVERIFY(!m_words->exists("bull:mail:100"));
    }

    void aJobIsToldWithoutALookThroughAll()
    {
        fillWith(many);
        describe(1, 1, "n");
        beginCounting();
        for (int i = 0; i < 20; ++i) {
            QCOMPARE(json(path("/jobs/1"))["state"_L1].toString(), u"waiting"_s);
            QCOMPARE(json(path("/jobs/1/tree"))["root"_L1]["state"_L1].toString(), u"waiting"_s);
        }
        QVERIFY2(microsecondsOf("lpos") < 100'000, QByteArray::number(microsecondsOf("lpos")).constData());
        m_words->say({"HSET", "bull:mail:1", "finishedOn", "1700000000000"});
        QVERIFY(json(path("/jobs/1"))["state"_L1].isNull());
    }

    // Of data that is large a list shows its size, and a search looks at a little at a time.
    void largeDataIsReadOnlyToBeSearched()
    {
        constexpr int count = 100;
        m_words->say({"EVAL", R"lua(
            for number = 1, tonumber(ARGV[2]) do
                redis.call('HSET', ARGV[1] .. number, 'name', 'n', 'opts', '{}', 'timestamp', '1700000000000',
                    'data', '"' .. string.rep('x', 1048576) .. (number == 90 and 'needle' or '') .. '"')
                redis.call('ZADD', ARGV[1] .. 'completed', number, number)
            end)lua",
                      "0", "bull:mail:", QByteArray::number(count)});
        beginCounting();
        const QJsonArray rows = json(path("/jobs?state=completed&limit=200"))["items"_L1].toArray();
        QCOMPARE(rows.size(), count);
        QCOMPARE(rows[0]["dataPreview"_L1].toString(), u"1024 KiB"_s);
        QJsonObject body{{u"match"_s, QJsonObject{{u"states"_s, QJsonArray{u"completed"_s}}, {u"q"_s, u"needle"_s}}}};
        QStringList found;
        int scanned = 0;
        do {
            const QJsonObject step = ask("POST", path("/search"), body).json();
            for (const QJsonValue each : step["items"_L1].toArray())
                found.append(each["id"_L1].toString());
            scanned += step["scanned"_L1].toInt();
            body.insert(u"cursor"_s, step["cursor"_L1]);
        } while (body["cursor"_L1].isString());
        QCOMPARE(found, QStringList{u"90"_s});
        QCOMPARE(scanned, count);
        QCOMPARE(slowest(), QByteArray());
    }

    // Each alone is looked for from the list's head on.
    void manyFarFromTheHeadAreRemovedTogether()
    {
        fillWith(many);
        describe(1, 3000, "old");
        describe(3001, 3010, "other");
        beginCounting();
        const QJsonObject match{{u"states"_s, QJsonArray{u"waiting"_s}}, {u"name"_s, u"old"_s}};
        QCOMPARE(run(path("/actions"), {{u"action"_s, u"remove"_s}, {u"match"_s, match}}), 3000);
        QCOMPARE(size("wait"), many - 3000);
        QVERIFY(m_words->exists("bull:mail:3001"));
        QCOMPARE(m_words->say({"LINDEX", "bull:mail:wait", "-1"}).bytes, "3001"_ba);
        QCOMPARE(m_words->say({"LINDEX", "bull:mail:wait", "0"}).bytes, QByteArray::number(many));
        QCOMPARE(slowest(), QByteArray());
        QVERIFY2(microsecondsOf("lrem") < 3'000'000, QByteArray::number(microsecondsOf("lrem")).constData());
    }

    // Jobs that come meanwhile move the others on.
    void aSearchFindsItsPlaceAgain()
    {
        fillWith(many);
        describe(many - 3000, many, "n");
        beginCounting();
        QJsonObject body{{u"match"_s, QJsonObject{{u"states"_s, QJsonArray{u"waiting"_s}}, {u"name"_s, u"n"_s}}},
                         {u"limit"_s, 300}};
        QSet<QString> found;
        int count = 0;
        do {
            const QJsonObject step = ask("POST", path("/search"), body).json();
            for (const auto &item : step["items"_L1].toArray())
                found.insert(item["id"_L1].toString());
            count += int(step["items"_L1].toArray().size());
            body.insert(u"cursor"_s, step["cursor"_L1]);
            for (int i = 0; i < 20; ++i)
                m_words->say({"LPUSH", "bull:mail:wait", "late-" + QByteArray::number(count) + QByteArray::number(i)});
        } while (body["cursor"_L1].isString() && count < 3001);
        QCOMPARE(count, 3001);
        QCOMPARE(found.size(), 3001);
        QVERIFY2(microsecondsOf("lpos") < 100'000, QByteArray::number(microsecondsOf("lpos")).constData());
    }
};

QTEST_GUILESS_MAIN(QueueScaleTest)
#include "queue_scale_test.moc"
