// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "redis/encoding.h"
#include "redis/handshake.h"
#include "redis/redis_error.h"
#include "redis/reply_reader.h"
#include "redis/script.h"

#include <QCryptographicHash>
#include <QTest>

using namespace signalbox::redis;
using namespace Qt::Literals::StringLiterals;
using Kind = Reply::Kind;
using Outcome = ReplyReader::Outcome;

namespace {

constexpr qsizetype enough = 1 << 20;

QByteArray encoded(std::span<const Word> words)
{
    QByteArray bytes;
    appendCommand(bytes, words);
    return bytes;
}

constexpr Script shortScript("short", "return 1");
// 55, 56 and 64 bytes: what its last block holds.
constexpr Script edge55("edge", "-- 4567890123456789012345678901234567890123456789012345");
constexpr Script edge56("edge", "-- 45678901234567890123456789012345678901234567890123456");
constexpr Script edge64("edge", "-- 4567890123456789012345678901234567890123456789012345678901234");

} // namespace

class RedisProtocolTest : public QObject {
    Q_OBJECT

private slots:
    void writesCommands()
    {
        const QByteArray binary("\r\n\0x", 4);
        const Word words[] = {"SET", binary, qint64(-42), 7U};
        QCOMPARE(encoded(words), QByteArray("*4\r\n$3\r\nSET\r\n$4\r\n\r\n\0x\r\n$3\r\n-42\r\n$1\r\n7\r\n", 39));
        const Word extremes[] = {std::numeric_limits<qint64>::min(), std::numeric_limits<quint64>::max(), 0, ""};
        QCOMPARE(encoded(extremes),
                 QByteArray("*4\r\n$20\r\n-9223372036854775808\r\n$20\r\n18446744073709551615\r\n"
                            "$1\r\n0\r\n$0\r\n\r\n"));
    }

    void writesTheSameOfAList()
    {
        QByteArray bytes;
        appendCommand(bytes, QByteArrayList{"GET", "key"});
        QCOMPARE(bytes, "*2\r\n$3\r\nGET\r\n$3\r\nkey\r\n");
        QVERIFY(bytes.size() <= encodedSize(QByteArrayList{"GET", "key"}));
    }

    void writesScripts()
    {
        QByteArray bytes;
        appendScript(bytes, "EVAL", "return 1", {"k1", "k2"}, {"a"});
        QCOMPARE(bytes, "*6\r\n$4\r\nEVAL\r\n$8\r\nreturn 1\r\n$1\r\n2\r\n$2\r\nk1\r\n$2\r\nk2\r\n$1\r\na\r\n");
    }

    void digestsScripts()
    {
        for (const Script *script : {&shortScript, &edge55, &edge56, &edge64}) {
            const QByteArray text = script->text().toByteArray();
            QCOMPARE(script->sha1().toByteArray(), QCryptographicHash::hash(text, QCryptographicHash::Sha1).toHex());
        }
        QCOMPARE(edge55.text().size(), 55);
        QCOMPARE(edge56.text().size(), 56);
        QCOMPARE(edge64.text().size(), 64);
    }

    void readsReplies_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<signalbox::redis::Reply>("reply");
        QTest::newRow("status") << QByteArray("+OK\r\n") << Reply{Kind::Status, "OK", 0, {}};
        QTest::newRow("error") << QByteArray("-ERR no\r\n") << Reply{Kind::Error, "ERR no", 0, {}};
        QTest::newRow("integer") << QByteArray(":-7\r\n") << Reply{Kind::Integer, {}, -7, {}};
        QTest::newRow("bytes") << QByteArray("$4\r\n\r\n\0x\r\n", 10)
                               << Reply{Kind::Bytes, QByteArray("\r\n\0x", 4), 0, {}};
        QTest::newRow("no bytes") << QByteArray("$0\r\n\r\n") << Reply{Kind::Bytes, "", 0, {}};
        QTest::newRow("nil") << QByteArray("$-1\r\n") << Reply{};
        QTest::newRow("nil list") << QByteArray("*-1\r\n") << Reply{};
        QTest::newRow("empty list") << QByteArray("*0\r\n") << Reply{Kind::List, {}, 0, {}};
        QTest::newRow("nested lists")
            << QByteArray("*4\r\n*2\r\n:1\r\n*0\r\n$1\r\na\r\n*1\r\n*1\r\n$-1\r\n-ERR in it\r\n")
            << Reply{Kind::List,
                     {},
                     0,
                     {Reply{Kind::List, {}, 0, {Reply{Kind::Integer, {}, 1, {}}, Reply{Kind::List, {}, 0, {}}}},
                      Reply{Kind::Bytes, "a", 0, {}}, Reply{Kind::List, {}, 0, {Reply{Kind::List, {}, 0, {Reply{}}}}},
                      Reply{Kind::Error, "ERR in it", 0, {}}}};
    }
    void readsReplies()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(signalbox::redis::Reply, reply);
        ReplyReader reader(enough);
        Reply read;
        for (int round = 0; round < 3; ++round) { // in one piece
            reader.feed(bytes);
            QCOMPARE(reader.next(read), Outcome::Complete);
            QVERIFY(read == reply);
        }
        QCOMPARE(reader.next(read), Outcome::Incomplete);
        for (qsizetype i = 0; i < bytes.size(); ++i) { // byte by byte
            QCOMPARE(reader.next(read), Outcome::Incomplete);
            reader.feed({bytes.constData() + i, 1});
        }
        QCOMPARE(reader.next(read), Outcome::Complete);
        QVERIFY(read == reply);
    }

    void readsManyFromOnePiece()
    {
        ReplyReader reader(enough);
        QByteArray bytes;
        for (int i = 0; i < 5000; ++i)
            bytes += ':' + QByteArray::number(i) + "\r\n";
        reader.feed(bytes);
        Reply reply;
        for (int i = 0; i < 5000; ++i) {
            QCOMPARE(reader.next(reply), Outcome::Complete);
            QCOMPARE(reply.integer, i);
        }
        QCOMPARE(reader.next(reply), Outcome::Incomplete);
    }

    void refusesWhatIsNoReply_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("HTTP") << QByteArray("HTTP/1.1 400 Bad Request\r\n\r\n");
        QTest::newRow("a length that is none") << QByteArray("$abc\r\n");
        QTest::newRow("a negative length") << QByteArray("$-2\r\n");
        QTest::newRow("a list that is none") << QByteArray("*x\r\n");
        QTest::newRow("lists too deep") << QByteArray("*1\r\n").repeated(100);
    }
    void refusesWhatIsNoReply()
    {
        QFETCH(QByteArray, bytes);
        ReplyReader reader(enough);
        reader.feed(bytes);
        Reply reply;
        QCOMPARE(reader.next(reply), Outcome::Broken);
        QVERIFY(reader.error().contains(u"no reply"_s));
        QCOMPARE(reader.next(reply), Outcome::Broken);
    }

    void refusesWhatIsTooLarge_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("bytes") << "$2000000\r\n" + QByteArray(1 << 20, 'x');
        QTest::newRow("a list of small parts") << "*1000000\r\n" + QByteArray(":1\r\n").repeated(20'000);
        QTest::newRow("a line without an end") << '+' + QByteArray((1 << 20) + 1, 'x');
    }
    void refusesWhatIsTooLarge()
    {
        QFETCH(QByteArray, bytes);
        ReplyReader reader(enough);
        Reply reply;
        Outcome outcome = Outcome::Incomplete;
        for (qsizetype from = 0; from < bytes.size() && outcome == Outcome::Incomplete; from += 8192) {
            reader.feed(QByteArrayView(bytes).sliced(from).first(qMin(qsizetype(8192), bytes.size() - from)));
            outcome = reader.next(reply);
        }
        QCOMPARE(outcome, Outcome::Broken);
        QVERIFY2(reader.error().contains(u"larger than 1 MiB"_s), qPrintable(reader.error()));
    }

    void sizesOfSeveralRepliesDontAddUp()
    {
        ReplyReader reader(enough);
        const QByteArray bytes = "$600000\r\n" + QByteArray(600'000, 'x') + "\r\n";
        Reply reply;
        for (int i = 0; i < 4; ++i) {
            reader.feed(bytes);
            QCOMPARE(reader.next(reply), Outcome::Complete);
        }
    }

    void doesNotReserveWhatAListSaysOfItself()
    {
        ReplyReader reader(enough);
        reader.feed("*2147483647\r\n:1\r\n");
        Reply reply;
        QCOMPARE(reader.next(reply), Outcome::Incomplete);
    }

    void namesSpans_data()
    {
        QTest::addColumn<QByteArray>("command");
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("namespace") << QByteArray("GET") << QByteArray("user:1b2c") << QByteArray("GET user:");
        QTest::newRow("several") << QByteArray("GET") << QByteArray("user:1b2c:lease") << QByteArray("GET user:");
        QTest::newRow("none") << QByteArray("GET") << QByteArray("secret") << QByteArray("GET");
        QTest::newRow("no key") << QByteArray("PING") << QByteArray() << QByteArray("PING");
        QTest::newRow("empty") << QByteArray("GET") << QByteArray(":x") << QByteArray("GET");
        QTest::newRow("a text") << QByteArray("ECHO") << QByteArray("my secret: x") << QByteArray("ECHO");
        QTest::newRow("far") << QByteArray("GET") << QByteArray(60, 'x') + ':' << QByteArray("GET");
    }
    void namesSpans()
    {
        QFETCH(QByteArray, command);
        QFETCH(QByteArray, key);
        QTEST(spanName(command, key), "name");
    }

    void knowsErrors_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<int>("status");
        const auto row = [](const char *text, const char *code, int status) {
            QTest::newRow(text) << QByteArray(text) << QByteArray(code) << status;
        };
        row("WRONGTYPE Operation against a key", "WRONGTYPE", 500);
        row("ERR unknown command", "ERR", 500);
        row("NOSCRIPT", "NOSCRIPT", 500);
        row("something else", "ERR", 500);
        row("", "ERR", 500);
        row("LOADING Redis is loading", "LOADING", 503);
        row("MASTERDOWN Link with MASTER is down", "MASTERDOWN", 503);
        row("BUSY Redis is busy running a script", "BUSY", 503);
    }
    void knowsErrors()
    {
        QFETCH(QByteArray, text);
        const RedisError error = RedisError::ofReply(text);
        QTEST(error.code(), "code");
        QTEST(error.status(), "status");
        QCOMPARE(error.detail(), QString::fromUtf8(text));
    }

    void answersClients()
    {
        using ErrorKind = RedisError::Kind;
        QCOMPARE(RedisError(ErrorKind::Unavailable, u"x"_s).status(), 503);
        QCOMPARE(RedisError(ErrorKind::Unavailable, u"x"_s).headers().value(0).first, "retry-after");
        QCOMPARE(RedisError(ErrorKind::Busy, u"x"_s).status(), 503);
        QCOMPARE(RedisError(ErrorKind::Busy, u"x"_s).headers().value(0).first, "retry-after");
        QCOMPARE(RedisError(ErrorKind::Protocol, u"x"_s).status(), 503);
        QCOMPARE(RedisError(ErrorKind::TimedOut, u"x"_s).status(), 504);
        QCOMPARE(RedisError(ErrorKind::Refused, u"x"_s).status(), 500);
        QVERIFY(!RedisError(ErrorKind::Refused, u"secret"_s).message().contains(u"secret"_s));
    }

    void greets_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QByteArray>("said");
        QTest::newRow("plain") << u"redis://h"_s << QByteArray("CLIENT SETNAME box|PING");
        QTest::newRow("password") << u"redis://:pass@h"_s << QByteArray("AUTH pass|CLIENT SETNAME box|PING");
        QTest::newRow("all") << u"redis://ann:pass@h/3"_s
                             << QByteArray("AUTH ann pass|SELECT 3|CLIENT SETNAME box|PING");
    }
    void greets()
    {
        QFETCH(QString, url);
        QFETCH(QByteArray, said);
        const auto parsed = RedisUrl::parse(url);
        Handshake handshake(std::get<RedisUrl>(parsed), "box");
        QByteArray expected;
        const QByteArrayList commands = said.split('|');
        for (const QByteArray &command : commands)
            appendCommand(expected, command.split(' '));
        QCOMPARE(handshake.bytes(), expected);
        for (qsizetype i = 0; i < commands.size(); ++i) {
            QVERIFY(!handshake.isDone());
            QVERIFY(!handshake.replied(Reply{Kind::Status, "OK", 0, {}}));
        }
        QVERIFY(handshake.isDone());
    }

    void hearsRefusals_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<int>("at"); // which reply
        QTest::addColumn<QByteArray>("error");
        QTest::addColumn<QString>("hint"); // none: it goes on
        const QString plain = u"redis://h"_s;
        QTest::newRow("no name") << plain << 0 << QByteArray("NOPERM no") << QString();
        QTest::newRow("no password") << plain << 1 << QByteArray("NOAUTH Authentication required.")
                                     << u"wants a password"_s;
        QTest::newRow("can't save") << plain << 1 << QByteArray("MISCONF Redis is configured to save") << QString();
        QTest::newRow("may not ping") << plain << 1 << QByteArray("NOPERM no") << QString();
        QTest::newRow("wrong password") << u"redis://:p@h"_s << 0 << QByteArray("WRONGPASS invalid")
                                        << u"check the user and password"_s;
        QTest::newRow("none set") << u"redis://:p@h"_s << 0
                                  << QByteArray("ERR AUTH <password> called without any password configured")
                                  << u"leave it out"_s;
        QTest::newRow("database") << u"redis://h/99"_s << 0 << QByteArray("ERR DB index is out of range")
                                  << u"check the database"_s;
    }
    void hearsRefusals()
    {
        QFETCH(QString, url);
        QFETCH(int, at);
        QFETCH(QByteArray, error);
        QFETCH(QString, hint);
        const auto parsed = RedisUrl::parse(url);
        Handshake handshake(std::get<RedisUrl>(parsed), "box");
        for (int i = 0; i < at; ++i)
            QVERIFY(!handshake.replied(Reply{Kind::Status, "OK", 0, {}}));
        const auto trouble = handshake.replied(Reply{Kind::Error, error, 0, {}});
        QCOMPARE(trouble.has_value(), !hint.isEmpty());
        if (trouble) {
            QCOMPARE(trouble->why, QString::fromUtf8(error));
            QVERIFY2(trouble->hint.contains(hint), qPrintable(trouble->hint));
        }
    }
};

QTEST_GUILESS_MAIN(RedisProtocolTest)
#include "redis_protocol_test.moc"
