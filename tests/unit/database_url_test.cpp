// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/database_url.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using signalbox::store::DatabaseUrl;
using signalbox::store::Dialect;

class DatabaseUrlTest : public QObject {
    Q_OBJECT

private slots:
    void namesAFile_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("file");
        QTest::newRow("empty") << u""_s << u"/data/signalbox.db"_s;
        QTest::newRow("no name") << u"sqlite:"_s << u"/data/signalbox.db"_s;
        QTest::newRow("relative") << u"sqlite:users.db"_s << u"/data/users.db"_s;
        QTest::newRow("absolute") << u"sqlite:/var/lib/users.db"_s << u"/var/lib/users.db"_s;
        QTest::newRow("three slashes") << u"sqlite:///var/lib/users.db"_s << u"/var/lib/users.db"_s;
        QTest::newRow("percent encoded") << u"sqlite:/var/a%20b%3F.db"_s << u"/var/a b?.db"_s;
        QTest::newRow("capitals") << u"SQLite:/Users.db"_s << u"/Users.db"_s;
    }
    void namesAFile()
    {
        QFETCH(QString, text);
        const auto parsed = DatabaseUrl::parse(text, u"/data"_s);
        QVERIFY(std::holds_alternative<DatabaseUrl>(parsed));
        QTEST(std::get<DatabaseUrl>(parsed).file, "file");
        QCOMPARE(std::get<DatabaseUrl>(parsed).dialect, Dialect::Sqlite);
    }

    void namesAServer_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("parts"); // user, password, host, port, database
        QTest::newRow("all") << u"postgresql://ann:pass@db.example.com:6432/app"_s
                             << u"ann|pass|db.example.com|6432|app"_s;
        QTest::newRow("short scheme") << u"postgres://db/app"_s << u"||db|0|app"_s;
        QTest::newRow("percent encoded") << u"postgresql://a%40b:p%3A%2F%40%25@db/my%20app"_s
                                         << u"a@b|p:/@%|db|0|my app"_s;
        QTest::newRow("@ in the password") << u"postgresql://ann:p@ss@db/app"_s << u"ann|p@ss|db|0|app"_s;
        QTest::newRow("IPv6") << u"postgresql://ann@[::1]:5432/app"_s << u"ann||::1|5432|app"_s;
        QTest::newRow("socket as host") << u"postgresql://%2Frun%2Fpostgresql/app"_s << u"||/run/postgresql|0|app"_s;
        QTest::newRow("socket as option")
            << u"postgresql:///app?host=/run/postgresql"_s << u"||/run/postgresql|0|app"_s;
    }
    void namesAServer()
    {
        QFETCH(QString, text);
        const auto parsed = DatabaseUrl::parse(text, {});
        QVERIFY(std::holds_alternative<DatabaseUrl>(parsed));
        const auto &url = std::get<DatabaseUrl>(parsed);
        QCOMPARE(url.dialect, Dialect::PostgreSql);
        const QStringList parts{url.user, url.password, url.host, QString::number(url.port), url.database};
        QTEST(parts.join(u'|'), "parts");
    }

    void keepsTheOptions()
    {
        const auto parsed =
            DatabaseUrl::parse(u"postgresql://db/app?sslmode=verify-full&sslrootcert=/etc/my%20ca.pem"_s, {});
        const auto &url = std::get<DatabaseUrl>(parsed);
        QCOMPARE(url.options.size(), 2);
        QCOMPARE(url.options[1], (std::pair{u"sslrootcert"_s, u"/etc/my ca.pem"_s}));
    }

    void saysWhatIsAllowed_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        QTest::newRow("another scheme") << u"mysql://db/app"_s << u"sqlite:/path/to/file or postgresql://"_s;
        QTest::newRow("no scheme") << u"/var/lib/users.db"_s << u"sqlite:/path/to/file or postgresql://"_s;
        QTest::newRow("scheme alone") << u"sqlite"_s << u"sqlite:/path/to/file or postgresql://"_s;
        QTest::newRow("host of a file") << u"sqlite://host/users.db"_s << u"no host"_s;
        QTest::newRow("memory") << u"sqlite::memory:"_s << u"takes a file"_s;
        QTest::newRow("folder") << u"sqlite:/var/"_s << u"the name of a file"_s;
        QTest::newRow("no database") << u"postgresql://db"_s << u"names no database"_s;
        QTest::newRow("no slashes") << u"postgresql:app"_s << u"postgresql://user:password@host"_s;
        QTest::newRow("port") << u"postgresql://db:port/app"_s << u"port must be a number"_s;
        QTest::newRow("port too large") << u"postgresql://db:70000/app"_s << u"port must be a number"_s;
        QTest::newRow("option") << u"postgresql://db/app?sslmod=require"_s << u"no option sslmod; allowed are host,"_s;
        QTest::newRow("semicolon") << u"postgresql://db/app?sslmode=a%3Bb"_s << u"semicolon"_s;
    }
    void saysWhatIsAllowed()
    {
        QFETCH(QString, text);
        QFETCH(QString, says);
        const auto parsed = DatabaseUrl::parse(text, u"/data"_s);
        QVERIFY(std::holds_alternative<DatabaseUrl::Invalid>(parsed));
        const QString message = std::get<DatabaseUrl::Invalid>(parsed).message;
        QVERIFY2(message.contains(says), qPrintable(message));
    }

    void keepsThePasswordOutOfLogs_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown");
        QTest::newRow("server") << u"postgres://ann:secret@[::1]:5432/app?sslmode=require"_s
                                << u"postgresql://ann@[::1]:5432/app"_s;
        QTest::newRow("socket") << u"postgresql://ann:secret@/app?host=/run/pg"_s
                                << u"postgresql://ann@%2Frun%2Fpg/app"_s;
        QTest::newRow("file") << u"sqlite:/var/users.db"_s << u"sqlite:/var/users.db"_s;
    }
    void keepsThePasswordOutOfLogs()
    {
        QFETCH(QString, text);
        QTEST(std::get<DatabaseUrl>(DatabaseUrl::parse(text, {})).forLogs(), "shown");
    }
};

QTEST_GUILESS_MAIN(DatabaseUrlTest)
#include "database_url_test.moc"
