// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "redis/redis_url.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using signalbox::redis::RedisUrl;

class RedisUrlTest : public QObject {
    Q_OBJECT

private slots:
    void namesAServer_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("parts"); // user, password, host, port, database, path, TLS
        QTest::addColumn<QString>("logs");
        QTest::newRow("host") << u"redis://cache"_s << u"||cache|6379|0||"_s << u"redis://cache:6379"_s;
        QTest::newRow("nothing") << u"redis://"_s << u"||localhost|6379|0||"_s << u"redis://localhost:6379"_s;
        QTest::newRow("slash") << u"redis://cache/"_s << u"||cache|6379|0||"_s << u"redis://cache:6379"_s;
        QTest::newRow("all") << u"redis://ann:pass@cache.example.com:7000/3"_s
                             << u"ann|pass|cache.example.com|7000|3||"_s << u"redis://ann@cache.example.com:7000/3"_s;
        QTest::newRow("password only") << u"redis://:pass@cache"_s << u"|pass|cache|6379|0||"_s
                                       << u"redis://cache:6379"_s;
        QTest::newRow("percent encoded") << u"redis://a%40b:p%3A%2F%40%25@cache"_s << u"a@b|p:/@%|cache|6379|0||"_s
                                         << u"redis://a%40b@cache:6379"_s;
        QTest::newRow("@ in the password")
            << u"redis://ann:p@ss@cache"_s << u"ann|p@ss|cache|6379|0||"_s << u"redis://ann@cache:6379"_s;
        QTest::newRow("IPv6") << u"redis://[::1]:7000"_s << u"||::1|7000|0||"_s << u"redis://[::1]:7000"_s;
        QTest::newRow("database as option")
            << u"redis://cache?db=2"_s << u"||cache|6379|2||"_s << u"redis://cache:6379/2"_s;
        QTest::newRow("TLS") << u"rediss://cache/1"_s << u"||cache|6379|1||tls"_s << u"rediss://cache:6379/1"_s;
        QTest::newRow("capitals") << u"REDIS://cache"_s << u"||cache|6379|0||"_s << u"redis://cache:6379"_s;
        QTest::newRow("socket") << u"unix:///run/redis.sock"_s << u"|||6379|0|/run/redis.sock|"_s
                                << u"unix:///run/redis.sock"_s;
        QTest::newRow("socket, database")
            << u"unix:///run/a%20b.sock?db=4"_s << u"|||6379|4|/run/a b.sock|"_s << u"unix:///run/a%20b.sock?db=4"_s;
        QTest::newRow("socket, user") << u"unix://ann:pass@/run/redis.sock"_s << u"ann|pass||6379|0|/run/redis.sock|"_s
                                      << u"unix://ann@/run/redis.sock"_s;
    }
    void namesAServer()
    {
        QFETCH(QString, text);
        const auto parsed = RedisUrl::parse(text);
        QVERIFY(std::holds_alternative<RedisUrl>(parsed));
        const auto &url = std::get<RedisUrl>(parsed);
        const QStringList parts{url.user,
                                url.password,
                                url.host,
                                QString::number(url.port),
                                QString::number(url.database),
                                url.path,
                                url.isEncrypted ? u"tls"_s : QString()};
        QTEST(parts.join(u'|'), "parts");
        QTEST(url.forLogs(), "logs");
    }

    void takesAuthorities()
    {
        const auto parsed = RedisUrl::parse(u"rediss://cache?cacert=/etc/my%20ca.pem"_s);
        QCOMPARE(std::get<RedisUrl>(parsed).authorities, u"/etc/my ca.pem"_s);
    }

    void isReadAgainFromLogs()
    {
        const auto first = RedisUrl::parse(u"unix:///run/a%20b.sock?db=4"_s);
        const auto again = RedisUrl::parse(std::get<RedisUrl>(first).forLogs());
        QVERIFY(std::get<RedisUrl>(first) == std::get<RedisUrl>(again));
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("message");
        QTest::newRow("empty") << u""_s << u"a Redis is redis://"_s;
        QTest::newRow("no scheme") << u"cache:6379"_s << u"a Redis is redis://"_s;
        QTest::newRow("another scheme") << u"http://cache"_s << u"a Redis is redis://"_s;
        QTest::newRow("no slashes") << u"redis:cache"_s << u"a Redis is redis://"_s;
        QTest::newRow("port") << u"redis://cache:port"_s << u"port must be a number"_s;
        QTest::newRow("port 0") << u"redis://cache:0"_s << u"port must be a number"_s;
        QTest::newRow("port too large") << u"redis://cache:70000"_s << u"port must be a number"_s;
        QTest::newRow("database") << u"redis://cache/users"_s << u"database of Redis must be a number"_s;
        QTest::newRow("negative database") << u"redis://cache/-1"_s << u"database of Redis must be a number"_s;
        QTest::newRow("user alone") << u"redis://ann@cache"_s << u"has no password"_s;
        QTest::newRow("option") << u"redis://cache?ssl=1"_s << u"no option ssl"_s;
        QTest::newRow("authorities without TLS") << u"redis://cache?cacert=/ca.pem"_s << u"no option cacert"_s;
        QTest::newRow("relative socket") << u"unix://redis.sock"_s << u"absolute path"_s;
        QTest::newRow("no socket") << u"unix:///"_s << u"absolute path"_s;
        QTest::newRow("socket of a host") << u"unix://host/run/redis.sock"_s << u"absolute path"_s;
    }
    void refuses()
    {
        QFETCH(QString, text);
        QFETCH(QString, message);
        const auto parsed = RedisUrl::parse(text);
        QVERIFY(std::holds_alternative<RedisUrl::Invalid>(parsed));
        QVERIFY2(std::get<RedisUrl::Invalid>(parsed).message.contains(message),
                 qPrintable(std::get<RedisUrl::Invalid>(parsed).message));
    }

    void neverTellsThePassword()
    {
        for (const QString &text :
             {u"redis://:secret@cache"_s, u"redis://ann:secret@cache/1"_s, u"unix://ann:secret@/run/redis.sock"_s,
              u"redis://ann:secret@cache:port"_s, u"redis://ann:secret@cache?x=1"_s}) {
            const auto parsed = RedisUrl::parse(text);
            if (const auto *url = std::get_if<RedisUrl>(&parsed))
                QVERIFY(!url->forLogs().contains(u"secret"_s));
            else
                QVERIFY(!std::get<RedisUrl::Invalid>(parsed).message.contains(u"secret"_s));
        }
    }
};

QTEST_GUILESS_MAIN(RedisUrlTest)
#include "redis_url_test.moc"
