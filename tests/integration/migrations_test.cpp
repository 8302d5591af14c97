// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/migrations.h"
#include "support/test_database.h"

#include <QDir>
#include <QTest>

#include <thread>

using namespace signalbox;
using namespace Qt::Literals::StringLiterals;
using store::Connection;
using store::DatabaseError;
using store::DatabasePool;
using store::Dialect;
using store::Migration;
using store::Migrations;
using store::Query;

namespace {

const Migration first{1, u"0001_one"_s, u"CREATE TABLE one (n INTEGER);\n\nINSERT INTO one (n) VALUES (1);"_s};
const Migration second{2, u"0002_two"_s, u"-- of comment alone\n\nCREATE TABLE two (n INTEGER);"_s};
const Migration broken{2, u"0002_broken"_s, u"CREATE TABLE two (n INTEGER);\n\nINSERT INTO three (n) VALUES (1);"_s};

// What opening it says; empty when it opens.
QString open(test::TestDatabase &database, const QList<Migration> &migrations)
{
    DatabasePool::Settings settings;
    settings.url = database.url();
    try {
        const auto pool = store::openDatabase(settings, database.folder() + u"/backups"_s, Migrations(migrations));
        return {};
    } catch (const DatabaseError &error) {
        return error.detail();
    }
}

qint64 count(const test::TestDatabase &database, const store::Sql &sql)
{
    Connection connection(database.url(), store::Access::Write);
    Query query = connection.run(sql);
    return query.next() ? query.number(0) : -1;
}

QStringList backups(const test::TestDatabase &database)
{
    const QDir folder(database.folder() + u"/backups"_s);
    QStringList files;
    for (const QString &name : folder.entryList(QDir::Files, QDir::Name))
        files.append(folder.filePath(name));
    return files;
}

} // namespace

class MigrationsTest : public QObject {
    Q_OBJECT

private slots:
    void makesTheTables_data() { test::addDialects(); }
    void makesTheTables()
    {
        test::TestDatabase database(test::currentDialect());
        QCOMPARE(open(database, {first, second}), QString());
        QCOMPARE(count(database, "SELECT n FROM one"), 1);
        QCOMPARE(count(database, "SELECT count(*) FROM two"), 0);
        QCOMPARE(count(database, "SELECT count(*) FROM schema_migrations"), 2);
    }

    void hasTheProgramsTables_data() { test::addDialects(); }
    void hasTheProgramsTables()
    {
        test::TestDatabase database(test::currentDialect());
        database.pool();
        for (const store::Sql &sql :
             {store::Sql("SELECT count(*) FROM users"), store::Sql("SELECT count(*) FROM sessions"),
              store::Sql("SELECT count(*) FROM refresh_tokens"), store::Sql("SELECT count(*) FROM token_denials"),
              store::Sql("SELECT count(*) FROM audit")})
            QCOMPARE(count(database, sql), 0);
    }

    void appliesOnlyWhatIsMissing_data() { test::addDialects(); }
    void appliesOnlyWhatIsMissing()
    {
        test::TestDatabase database(test::currentDialect());
        QCOMPARE(open(database, {first}), QString());
        QCOMPARE(open(database, {first}), QString());
        QCOMPARE(open(database, {first, second}), QString());
        QCOMPARE(count(database, "SELECT count(*) FROM one"), 1);
        QCOMPARE(count(database, "SELECT count(*) FROM two"), 0);
    }

    void changesNothingWhenOneFails_data() { test::addDialects(); }
    void changesNothingWhenOneFails()
    {
        test::TestDatabase database(test::currentDialect());
        QCOMPARE(open(database, {first}), QString());
        const QString error = open(database, {first, broken});
        QVERIFY2(error.contains(u"0002_broken can't be applied, nothing was changed"_s), qPrintable(error));
        QCOMPARE(open(database, {first, second}), QString());
    }

    void refusesOneThatWasChanged_data() { test::addDialects(); }
    void refusesOneThatWasChanged()
    {
        test::TestDatabase database(test::currentDialect());
        QCOMPARE(open(database, {first}), QString());
        Migration changed = first;
        changed.sql += u"\n\nCREATE TABLE more (n INTEGER);"_s;
        const QString error = open(database, {changed});
        QVERIFY2(error.contains(u"0001_one is not the one that this Signalbox has"_s), qPrintable(error));
        QVERIFY(!error.contains(u'\n'));
    }

    void refusesANewerDatabase_data() { test::addDialects(); }
    void refusesANewerDatabase()
    {
        test::TestDatabase database(test::currentDialect());
        QCOMPARE(open(database, {first, second}), QString());
        const QString error = open(database, {first});
        QVERIFY2(error.contains(u"made by a newer Signalbox (migration 0002_two, this one knows up to 1)"_s),
                 qPrintable(error));
        QVERIFY(!error.contains(u'\n'));
    }

    void refusesAFileOfAnotherProgram()
    {
        test::TestDatabase database(Dialect::Sqlite);
        QVERIFY(QFile(database.url().file).open(QIODevice::WriteOnly));
        Connection(database.url(), store::Access::Write).execute(u"CREATE TABLE notes (n INTEGER)"_s);
        const QString error = open(database, {first});
        QVERIFY2(error.contains(u"of another program"_s), qPrintable(error));
        QCOMPARE(count(database, "SELECT count(*) FROM sqlite_schema"), 1);
    }

    void severalMayStartAtOnce_data() { test::addDialects(); }
    void severalMayStartAtOnce()
    {
        test::TestDatabase database(test::currentDialect());
        std::vector<QString> errors(6);
        std::vector<std::thread> starts;
        for (QString &error : errors)
            starts.emplace_back([&] { error = open(database, {first, second}); });
        for (std::thread &start : starts)
            start.join();
        for (const QString &error : errors)
            QCOMPARE(error, QString());
        QCOMPARE(count(database, "SELECT count(*) FROM one"), 1);
    }

    void backsUpBeforeAChange()
    {
        test::TestDatabase database(Dialect::Sqlite);
        QCOMPARE(open(database, {first}), QString());
        QVERIFY(backups(database).isEmpty()); // there was nothing
        QCOMPARE(open(database, {first}), QString());
        QVERIFY(backups(database).isEmpty()); // nothing was changed
        QCOMPARE(open(database, {first, second}), QString());
        QCOMPARE(backups(database).size(), 1);
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QVERIFY(!(QFile::permissions(backups(database).first()) & others));
    }

    void canBeRestoredFromItsBackup()
    {
        test::TestDatabase database(Dialect::Sqlite);
        QCOMPARE(open(database, {first}), QString());
        Connection(database.url(), store::Access::Write).execute(u"INSERT INTO one (n) VALUES (2)"_s);
        QCOMPARE(open(database, {first, second}), QString());
        const QString file = database.url().file;
        for (const auto &suffix : {u""_s, u"-wal"_s, u"-shm"_s})
            QFile::remove(file + suffix);
        QVERIFY(QFile::copy(backups(database).first(), file));
        QCOMPARE(open(database, {first}), QString()); // as before
        QCOMPARE(count(database, "SELECT count(*) FROM one"), 2);
    }

    void keepsTheLastFewBackups()
    {
        test::TestDatabase database(Dialect::Sqlite);
        QList<Migration> migrations{first};
        for (int version = 2; version < 10; ++version) {
            QCOMPARE(open(database, migrations), QString());
            migrations.append({version, QString::number(version), u"CREATE TABLE t%1 (n INTEGER);"_s.arg(version)});
        }
        QCOMPARE(backups(database).size(), 5);
    }
};

QTEST_GUILESS_MAIN(MigrationsTest)
#include "migrations_test.moc"
