// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/migrations.h"
#include "store/postgresql_opening.h"
#include "support/freezing_proxy.h"
#include "support/postgresql_server.h"
#include "support/test_database.h"

#include <QCoroTask>
#include <QDeadlineTimer>
#include <QProcess>
#include <QSemaphore>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>
#include <QThread>

#include <atomic>
#include <stdexcept>

using namespace signalbox;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using store::Access;
using store::Connection;
using store::DatabaseError;
using store::Dialect;
using store::Query;
using store::Sql;
using store::Value;
using Kind = DatabaseError::Kind;

namespace {

struct Span {
    QByteArray kind;
    QByteArray name;
    std::chrono::steady_clock::time_point from;
    std::chrono::steady_clock::time_point to;
    bool failed;
};

class Spans : public telemetry::SpanSink {
public:
    void addSpan(QByteArray kind, QByteArray name, Clock::time_point from, Clock::time_point to, bool failed) override
    {
        all.append({kind, name, from, to, failed});
    }
    QList<Span> all;
};

qint64 addUser(Connection &connection, const QString &id, const QString &email)
{
    return connection.change("INSERT INTO users (id, email, email_key, name, name_key, role, password_hash, "
                             "created_at, updated_at) VALUES (?, ?, ?, ?, ?, 'user', '', 1, 1)",
                             {id, email, email.toCaseFolded(), email, email.toCaseFolded()});
}

qint64 countUsers(Connection &connection)
{
    Query query = connection.run("SELECT count(*) FROM users");
    return query.next() ? query.number(0) : -1;
}

// Where the deadline is short for another reason: a busy machine may need longer, which is not what is asked.
qint64 countUsersAtLast(store::DatabasePool &pool)
{
    for (const QDeadlineTimer patience(20'000);;) {
        try {
            return pool.runNow(&countUsers);
        } catch (const DatabaseError &error) {
            if (error.kind() != Kind::TimedOut || patience.hasExpired())
                throw;
        }
    }
}

// Does not end by itself.
void runForever(Connection &connection)
{
    connection.run({"WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT count(*) FROM c",
                    "SELECT count(pg_sleep(600))"});
}

// Holds a thread of the pool until it is let go.
class Blocker {
public:
    ~Blocker() { release(); } // also when a test fails
    auto work() const
    {
        return [entered = m_entered, leave = m_leave](Connection &) {
            entered->release();
            leave->acquire();
        };
    }
    bool isRunning() const { return m_entered->tryAcquire(1, 20'000); } // waits for it
    void release() const { m_leave->release(); }

private:
    std::shared_ptr<QSemaphore> m_entered = std::make_shared<QSemaphore>();
    std::shared_ptr<QSemaphore> m_leave = std::make_shared<QSemaphore>();
};

void oneConnection(store::DatabasePool::Settings &settings)
{
    settings.connections = 1;
    settings.queued = 1;
    settings.deadline = 300ms;
}

// A database with the program's tables, whose server hangs as soon as it is told certain words.
struct FrozenSite {
    explicit FrozenSite(const QByteArray &words)
        : proxy(database.url().host, words)
    {
        database.pool(); // makes the tables, without the proxy
        database.close();
        settings.url = database.url();
        settings.url.host = proxy.folder();
        settings.url.options.emplaceBack(u"connect_timeout"_s, u"2"_s);
        settings.deadline = 2s;
        settings.verify = [](Connection &connection) {
            store::Migrations::embedded(Dialect::PostgreSql).requireCurrent(connection);
        };
    }

    test::TestDatabase database{Dialect::PostgreSql};
    test::FreezingProxy proxy;
    store::DatabasePool::Settings settings;
};

// What the call threw.
template <typename Call> std::optional<Kind> kindThrownBy(Call call)
{
    try {
        call();
    } catch (const DatabaseError &error) {
        return error.kind();
    }
    return {};
}

// What the task threw. Caught inside a coroutine, since QCoro::waitFor() waits for ever for a task that threw at once.
template <typename T> QCoro::Task<std::optional<Kind>> catchKind(QCoro::Task<T> task)
{
    try {
        co_await task;
    } catch (const DatabaseError &error) {
        co_return error.kind();
    }
    co_return std::nullopt;
}

template <typename T> std::optional<Kind> kindThrownIn(QCoro::Task<T> task)
{
    return QCoro::waitFor(catchKind(std::move(task)));
}

} // namespace

class DatabasePoolTest : public QObject {
    Q_OBJECT

private slots:
    // Threads that waited for a server of a test come back once it is gone.
    void cleanup() { QTRY_COMPARE(store::PostgreSqlOpening::leftBehind(), 0); }

    void givesWhatTheWorkGives_data() { test::addDialects(); }
    void givesWhatTheWorkGives()
    {
        test::TestDatabase database(test::currentDialect());
        const auto changed = QCoro::waitFor(database.pool().write(nullptr, "add user", [](Connection &connection) {
            return addUser(connection, u"1"_s, u"a@example.com"_s);
        }));
        QCOMPARE(changed, 1);
        QCOMPARE(QCoro::waitFor(database.pool().read(nullptr, "count users", &countUsers)), 1);
    }

    void bindsWhateverText_data()
    {
        QTest::addColumn<Dialect>("dialect");
        QTest::addColumn<QString>("text");
        const QList<std::pair<const char *, QString>> texts{{"quote", u"'; DROP TABLE users; --"_s},
                                                            {"backslash", u"\\'; DROP TABLE users; --\\"_s},
                                                            {"placeholder", u"? $1 :name %s"_s},
                                                            {"dollar quote", u"$$;DROP TABLE users;$$"_s},
                                                            {"unicode", u"Zoë Ωμέγα 漢字 🚉 \u2028"_s},
                                                            {"line", u"a\nb\r\tc"_s},
                                                            {"empty", u""_s}};
        for (const auto &[name, text] : texts) {
            QTest::addRow("sqlite %s", name) << Dialect::Sqlite << text;
            QTest::addRow("postgresql %s", name) << Dialect::PostgreSql << text;
        }
    }
    void bindsWhateverText()
    {
        QFETCH(QString, text);
        test::TestDatabase database(test::currentDialect());
        database.pool().runNow([text](Connection &connection) { addUser(connection, text + u'x', text); });
        const QString found = database.pool().runNow([text](Connection &connection) {
            Query query = connection.run("SELECT email FROM users WHERE id = ?", {text + u'x'});
            return query.next() ? query.text(0) : u"none"_s;
        });
        QCOMPARE(found, text);
    }

    void rollsBackWhatThrows_data() { test::addDialects(); }
    void rollsBackWhatThrows()
    {
        test::TestDatabase database(test::currentDialect());
        const auto work = [](Connection &connection) {
            addUser(connection, u"1"_s, u"a@example.com"_s);
            throw std::runtime_error("no");
        };
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, database.pool().runNow(work));
        QCOMPARE(database.pool().runNow(&countUsers), 0);
    }

    void tellsOfWhatIsThereAlready_data() { test::addDialects(); }
    void tellsOfWhatIsThereAlready()
    {
        test::TestDatabase database(test::currentDialect());
        const auto work = [](Connection &connection) { addUser(connection, u"1"_s, u"a@example.com"_s); };
        database.pool().runNow(work);
        QCOMPARE(kindThrownBy([&] { database.pool().runNow(work); }), Kind::UniqueViolation);
        QCOMPARE(database.pool().runNow(&countUsers), 1);
    }

    // PostgreSQL ends one of two transactions that wait for each other; SQLite has one writer.
    void triesAgainWhatBlockedAnother()
    {
        test::TestDatabase database(Dialect::PostgreSql);
        store::DatabasePool &pool =
            database.open([](store::DatabasePool::Settings &settings) { settings.deadline = 30s; });
        pool.runNow([](Connection &connection) {
            addUser(connection, u"1"_s, u"a@example.com"_s);
            addUser(connection, u"2"_s, u"b@example.com"_s);
        });
        const auto bothHaveOne = std::make_shared<QSemaphore>();
        const auto runs = std::make_shared<std::atomic<int>>(0);
        const auto changes = [=](const QString &first, const QString &second) {
            return [=](Connection &connection) {
                constexpr Sql update("UPDATE users SET updated_at = updated_at + 1 WHERE id = ?");
                connection.change(update, {first});
                if (++*runs == 2)
                    bothHaveOne->release(2);
                if (*runs <= 2)
                    bothHaveOne->tryAcquire(1, 4000);
                connection.change(update, {second});
            };
        };
        const auto one = catchKind(pool.write(nullptr, "one", changes(u"1"_s, u"2"_s)));
        const auto other = catchKind(pool.write(nullptr, "other", changes(u"2"_s, u"1"_s)));
        QCOMPARE(QCoro::waitFor(one), std::nullopt);
        QCOMPARE(QCoro::waitFor(other), std::nullopt);
        QVERIFY(runs->load() >= 3);
    }

    void failsWithAStatementWhoseErrorWasCaught_data() { test::addDialects(); }
    void failsWithAStatementWhoseErrorWasCaught()
    {
        test::TestDatabase database(test::currentDialect());
        const auto work = [](Connection &connection) {
            addUser(connection, u"1"_s, u"a@example.com"_s);
            kindThrownBy([&] { addUser(connection, u"2"_s, u"A@example.com"_s); });
        };
        QCOMPARE(kindThrownBy([&] { database.pool().runNow(work); }), Kind::UniqueViolation);
        QCOMPARE(database.pool().runNow(&countUsers), 0);
    }

    void readsCannotWrite_data() { test::addDialects(); }
    void readsCannotWrite()
    {
        test::TestDatabase database(test::currentDialect());
        const auto work = [](Connection &connection) { addUser(connection, u"1"_s, u"a@example.com"_s); };
        QCOMPARE(kindThrownBy([&] { database.pool().runNow(work, Access::Read); }), Kind::Other);
        QCOMPARE(database.pool().runNow(&countUsers), 0);
    }

    void refusesATextThatNoDatabaseHolds_data() { test::addDialects(); }
    void refusesATextThatNoDatabaseHolds()
    {
        test::TestDatabase database(test::currentDialect());
        const auto work = [](Connection &connection) { addUser(connection, u"1"_s, u"a"_s + QChar(u'\0') + u"b"_s); };
        QCOMPARE(kindThrownBy([&] { database.pool().runNow(work); }), Kind::Other);
    }

    void keepsBytesAndNulls_data() { test::addDialects(); }
    void keepsBytesAndNulls()
    {
        test::TestDatabase database(test::currentDialect());
        QByteArray hash;
        for (int i = 0; i < 256; ++i)
            hash.append(char(i));
        database.pool().runNow([hash](Connection &connection) {
            addUser(connection, u"u"_s, u"a@example.com"_s);
            connection.change("INSERT INTO sessions (id, user_id, created_at, last_used_at, expires_at, address, "
                              "user_agent) VALUES (?, ?, ?, ?, ?, ?, ?)",
                              {u"s"_s, u"u"_s, qint64(1) << 50, 2, 3, u"::1"_s, QString()});
            connection.change("INSERT INTO refresh_tokens (hash, session_id, issued_at, expires_at, used_at) "
                              "VALUES (?, ?, ?, ?, ?)",
                              {Value::bytes(hash), u"s"_s, 1, 2, std::nullopt});
        });
        database.pool().runNow([hash](Connection &connection) {
            Query query = connection.run("SELECT hash, used_at, created_at FROM refresh_tokens JOIN sessions ON "
                                         "sessions.id = session_id WHERE hash = ?",
                                         {Value::bytes(hash)});
            QVERIFY(query.next());
            QCOMPARE(query.bytes(0), hash);
            QVERIFY(query.isNull(1) && !query.numberOrNull(1));
            QCOMPARE(query.number(2), qint64(1) << 50);
            QVERIFY(!query.next());
        });
    }

    void refusesWhatIsOverItsBound_data() { test::addDialects(); }
    void refusesWhatIsOverItsBound()
    {
        test::TestDatabase database(test::currentDialect());
        auto &pool = database.open([](auto &settings) {
            oneConnection(settings);
            settings.deadline = 60s;
        });
        const Blocker blocker;
        auto running = pool.write(nullptr, "block", blocker.work());
        QVERIFY(blocker.isRunning());
        auto waiting = pool.write(nullptr, "count users", &countUsers);
        QCOMPARE(kindThrownIn(pool.write(nullptr, "count users", &countUsers)), Kind::Busy);
        QCOMPARE(pool.figures().lanes.back().refused, 1u);
        QCOMPARE(pool.figures().lanes.back().waiting, 1);
        blocker.release();
        QCoro::waitFor(std::move(running));
        QCOMPARE(QCoro::waitFor(std::move(waiting)), 0);
    }

    void dropsWhatWaitsTooLongUnrun_data() { test::addDialects(); }
    void dropsWhatWaitsTooLongUnrun()
    {
        test::TestDatabase database(test::currentDialect());
        auto &pool = database.open(&oneConnection);
        const Blocker blocker;
        auto running = pool.write(nullptr, "block", blocker.work());
        QVERIFY(blocker.isRunning());
        auto ran = std::make_shared<std::atomic<bool>>(false);
        Spans spans;
        auto waiting = pool.write(&spans, "wait", [ran](Connection &) { *ran = true; });
        QCOMPARE(kindThrownIn(std::move(waiting)), Kind::TimedOut);
        QCOMPARE(spans.all.size(), 1);
        QVERIFY(spans.all[0].failed);
        blocker.release();
        QCOMPARE(countUsersAtLast(pool), 0);
        QVERIFY(!*ran);
    }

    void answersAlthoughItsThreadIsStuck_data() { test::addDialects(); }
    void answersAlthoughItsThreadIsStuck()
    {
        test::TestDatabase database(test::currentDialect());
        auto &pool = database.open(&oneConnection);
        const Blocker blocker;
        QCOMPARE(kindThrownIn(pool.write(nullptr, "block", blocker.work())), Kind::TimedOut);
        QCOMPARE(pool.figures().lanes.back().running, 1);
        blocker.release();
        QCOMPARE(countUsersAtLast(pool), 0);
    }

    void interruptsWhatRunsTooLongAndNothingElse_data() { test::addDialects(); }
    void interruptsWhatRunsTooLongAndNothingElse()
    {
        test::TestDatabase database(test::currentDialect());
        auto &pool = database.open([](auto &settings) {
            oneConnection(settings);
            settings.deadline = 1500ms; // of a busy machine, too
        });
        for (int i = 0; i < 3; ++i) {
            const QString id = QString::number(i);
            const auto late = [id](Connection &connection) {
                addUser(connection, id, id);
                runForever(connection);
            };
            QCOMPARE(kindThrownIn(pool.write(nullptr, "late", late)), Kind::TimedOut);
            for (int next = 0; next < 10; ++next)
                QCOMPARE(pool.runNow(&countUsers), 0);
        }
        QCOMPARE(pool.figures().lanes.back().timedOut, 3u);
        QVERIFY(pool.state().isUp);
    }

    void mayBeLeftWhileItRuns_data() { test::addDialects(); }
    void mayBeLeftWhileItRuns()
    {
        test::TestDatabase database(test::currentDialect());
        auto &pool = database.open(&oneConnection);
        const Blocker blocker;
        auto item = std::make_unique<QCoro::Task<void>>(pool.write(nullptr, "block", blocker.work()));
        QVERIFY(blocker.isRunning());
        item.reset();
        blocker.release();
        QCOMPARE(countUsersAtLast(pool), 0);
    }

    void answersAtOnceWhatAnEndingLoopAwaits_data() { test::addDialects(); }
    void answersAtOnceWhatAnEndingLoopAwaits()
    {
        test::TestDatabase database(test::currentDialect());
        auto &pool = database.open([](auto &settings) {
            oneConnection(settings);
            settings.queued = 2;
            settings.deadline = 60s;
        });
        const Blocker blocker;
        const auto add = [block = blocker.work()](Connection &connection) {
            addUser(connection, u"1"_s, u"a@example.com"_s);
            block(connection);
        };
        QList<std::optional<Kind>> thrown;
        const std::unique_ptr<QThread> reactor(QThread::create([&] {
            auto adding = catchKind(pool.write(nullptr, "add user", add));
            blocker.isRunning();
            store::DatabasePool::endAwaitingHere();
            if (adding.isReady())
                thrown.append(QCoro::waitFor(std::move(adding)));
            thrown.append(kindThrownIn(pool.write(nullptr, "count users", &countUsers)));
        }));
        reactor->start();
        QVERIFY(reactor->wait(20'000));
        QCOMPARE(thrown, (QList<std::optional<Kind>>{Kind::Unavailable, Kind::Unavailable}));
        blocker.release(); // and is answered to nobody
        QCOMPARE(pool.runNow(&countUsers), 1);
    }

    void severalProcessesShareIt_data() { test::addDialects(); }
    void severalProcessesShareIt()
    {
        test::TestDatabase database(test::currentDialect());
        std::vector<std::unique_ptr<QProcess>> writers; // which also make the tables, all at once
        for (const auto &name : {u"a"_s, u"b"_s, u"c"_s}) {
            auto &writer = writers.emplace_back(std::make_unique<QProcess>());
            writer->setProcessChannelMode(QProcess::ForwardedChannels);
            writer->start(QCoreApplication::applicationFilePath(),
                          {u"--add-users"_s, name, database.urlText(), database.folder()});
        }
        for (const auto &writer : writers) {
            QVERIFY(writer->waitForFinished(30'000));
            QCOMPARE(writer->exitCode(), 0);
        }
        QCOMPARE(database.pool().runNow(&countUsers), 300);
    }

    void waitsForAnotherProcessThatMakesTheFile()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(u"test.db"_s);
        const QString name = u"another process"_s;
        {
            QSqlDatabase other = QSqlDatabase::addDatabase(u"QSQLITE"_s, name);
            other.setDatabaseName(file);
            QVERIFY(other.open());
            QVERIFY(QSqlQuery(other).exec(u"BEGIN IMMEDIATE"_s)); // of a file without a write-ahead log yet
            std::optional<Kind> thrown;
            const std::unique_ptr<QThread> opening(QThread::create([&] {
                const auto url = std::get<store::DatabaseUrl>(store::DatabaseUrl::parse(u"sqlite:"_s + file, {}));
                thrown = kindThrownBy([&] { Connection(url, Access::Write); });
            }));
            opening->start();
            QVERIFY(!opening->wait(200));
            QVERIFY(QSqlQuery(other).exec(u"COMMIT"_s));
            QVERIFY(opening->wait(20'000));
            QCOMPARE(thrown, std::nullopt);
        }
        QSqlDatabase::removeDatabase(name);
    }

    void waitsForALockOfAnotherProcess()
    {
        test::TestDatabase database(Dialect::Sqlite);
        auto &pool = database.pool();
        Connection other(database.url(), Access::Write);
        other.execute(u"BEGIN IMMEDIATE"_s);
        auto waiting = pool.write(nullptr, "add user", [](Connection &connection) {
            return addUser(connection, u"1"_s, u"a@example.com"_s);
        });
        QTRY_COMPARE(pool.figures().lanes.back().running, 1);
        other.execute(u"COMMIT"_s);
        QCOMPARE(QCoro::waitFor(std::move(waiting)), 1);
    }

    void timesOutOnALockOfAnotherProcess()
    {
        test::TestDatabase database(Dialect::Sqlite);
        auto &pool = database.open(&oneConnection);
        Connection other(database.url(), Access::Write);
        other.execute(u"BEGIN IMMEDIATE"_s);
        QCOMPARE(kindThrownBy([&] { pool.runNow(&countUsers); }), Kind::TimedOut);
        other.execute(u"COMMIT"_s);
        QCOMPARE(countUsersAtLast(pool), 0);
    }

    void noticesThatItsFileIsGoneAndBack()
    {
        test::TestDatabase database(Dialect::Sqlite);
        auto &pool = database.pool();
        const auto work = [](Connection &connection) { addUser(connection, u"1"_s, u"a@example.com"_s); };
        pool.runNow(&countUsers);
        const QString file = database.url().file;
        QVERIFY(QFile::rename(file, file + u".away"_s));
        QCOMPARE(kindThrownBy([&] { pool.runNow(work); }), Kind::Unavailable);
        QVERIFY(!pool.state().isUp);
        QVERIFY(pool.state().why.contains(file));
        QVERIFY(!QFile::exists(file)); // no new one
        QVERIFY(QFile::rename(file + u".away"_s, file));
        QTRY_VERIFY_WITH_TIMEOUT(pool.state().isUp, 20'000); // by itself
        pool.runNow(work);
        QCOMPARE(pool.runNow(&countUsers, Access::Read), 1);
    }

    void refusesAnEmptyFileInPlaceOfItsOwn()
    {
        test::TestDatabase database(Dialect::Sqlite);
        auto &pool = database.pool();
        const QString file = database.url().file;
        QVERIFY(QFile::rename(file, file + u".away"_s));
        QVERIFY(QFile(file).open(QIODevice::WriteOnly));
        QCOMPARE(kindThrownBy([&] { pool.runNow(&countUsers); }), Kind::Unavailable);
        // Each lane finds out for itself, and one may have looked while there was no file at all.
        QTRY_VERIFY2_WITH_TIMEOUT(pool.state().why.contains(u"no tables of Signalbox"_s), qPrintable(pool.state().why),
                                  20'000);
    }

    void survivesAFullDisk()
    {
        test::TestDatabase database(Dialect::Sqlite);
        auto &pool = database.pool();
        const auto fill = [](Connection &connection) {
            connection.execute(u"PRAGMA max_page_count = 1"_s); // as many as it has
            addUser(connection, u"1"_s, QString(100'000, u'x'));
        };
        QCOMPARE(kindThrownBy([&] { pool.runNow(fill); }), Kind::Unavailable);
        QVERIFY(!pool.state().isUp);
        QTRY_VERIFY_WITH_TIMEOUT(pool.state().isUp, 20'000);
        QCOMPARE(pool.runNow(&countUsers), 0);
    }

    void reconnectsToAServerThatWasKilled()
    {
        auto server = test::PostgreSqlServer::makeOwn();
        store::DatabasePool::Settings settings;
        settings.url = std::get<store::DatabaseUrl>(store::DatabaseUrl::parse(server.createDatabase(), {}));
        const auto pool = store::openDatabase(settings, {});
        QCOMPARE(pool->runNow(&countUsers), 0);
        server.kill();
        for (int i = 0; i < 20; ++i)
            QCOMPARE(kindThrownBy([&] { pool->runNow(&countUsers); }), Kind::Unavailable);
        QVERIFY(!pool->state().isUp);
        server.start();
        QTRY_VERIFY2_WITH_TIMEOUT(pool->state().isUp, qPrintable(pool->state().why), 20'000);
        for (int i = 0; i < 20; ++i)
            QCOMPARE(pool->runNow(&countUsers), 0);
    }

    void noticesWithoutWorkThatItsServerIsGone_data()
    {
        QTest::addColumn<bool>("tellsSo");
        QTest::newRow("killed") << false;
        QTest::newRow("stopped") << true;
    }
    void noticesWithoutWorkThatItsServerIsGone()
    {
        QFETCH(bool, tellsSo);
        auto server = test::PostgreSqlServer::makeOwn();
        store::DatabasePool::Settings settings;
        settings.url = std::get<store::DatabaseUrl>(store::DatabaseUrl::parse(server.createDatabase(), {}));
        const auto pool = store::openDatabase(settings, {});
        QTRY_VERIFY(pool->figures().lanes.front().connected > 0);
        tellsSo ? server.stop() : server.kill();
        QTRY_VERIFY_WITH_TIMEOUT(!pool->state().isUp, 10'000);
    }

    void refusesAtOnceWhileItsServerHangs_data()
    {
        QTest::addColumn<int>("connections");
        QTest::newRow("one") << 1;
        QTest::newRow("several") << 4;
    }
    void refusesAtOnceWhileItsServerHangs()
    {
        QFETCH(int, connections);
        auto server = test::PostgreSqlServer::makeOwn();
        store::DatabasePool::Settings settings;
        settings.url = std::get<store::DatabaseUrl>(
            store::DatabaseUrl::parse(server.createDatabase() + u"&connect_timeout=2"_s, {}));
        settings.connections = connections;
        settings.deadline = 1s;
        const auto pool = store::openDatabase(settings, {});
        const auto ask = [&] { return kindThrownBy([&] { pool->runNow(&countUsers); }); };
        for (int i = 0; i < 20; ++i)
            QCOMPARE(ask(), std::nullopt);
        server.pause();
        QCOMPARE(ask(), Kind::TimedOut);
        QTRY_COMPARE_WITH_TIMEOUT(ask(), Kind::Unavailable, 20'000);
        QVERIFY(!pool->state().isUp);
        for (const QDeadlineTimer second(1000); !second.hasExpired();)
            QCOMPARE(ask(), Kind::Unavailable); // what waited would have timed out
        server.resume();
        QTRY_VERIFY2_WITH_TIMEOUT(pool->state().isUp, qPrintable(pool->state().why), 20'000);
        for (int i = 0; i < 20; ++i)
            QCOMPARE(ask(), std::nullopt);
    }

    // Whatever the pool is just saying to its server when that is frozen.
    void stopsWhileItsServerHangs_data()
    {
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("connecting") << QByteArray("application_name");
        QTest::newRow("connected") << QByteArray("SELECT version()"); // by Qt's driver, before it gives it out
        QTest::newRow("nearly open") << QByteArray("SET DATESTYLE");
        QTest::newRow("verifying") << QByteArray("pg_tables");
        QTest::newRow("beginning") << QByteArray("BEGIN");
        QTest::newRow("working") << QByteArray("FROM users");
        QTest::newRow("ending, when it was answered") << QByteArray("COMMIT");
    }
    void stopsWhileItsServerHangs()
    {
        QFETCH(QByteArray, words);
        FrozenSite site(words);
        auto pool = std::make_unique<store::DatabasePool>(site.settings);
        kindThrownBy([&] { pool->runNow(&countUsers, Access::Read); });
        QVERIFY(site.proxy.isFrozen());
        const QDeadlineTimer patience(test::FreezingProxy::meltsAfter / 2);
        pool.reset();
        QVERIFY(!patience.hasExpired());
    }

    // Also when nobody asks it for anything.
    void findsOutWhileItsServerHangs_data()
    {
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("connected") << QByteArray("SELECT version()");
        QTest::newRow("verifying") << QByteArray("pg_tables");
    }
    void findsOutWhileItsServerHangs()
    {
        QFETCH(QByteArray, words);
        FrozenSite site(words);
        const store::DatabasePool pool(site.settings);
        QVERIFY(site.proxy.isFrozen());
        QTRY_VERIFY_WITH_TIMEOUT(!pool.state().isUp, test::FreezingProxy::meltsAfter / 2);
    }

    void addsSpansForAcquireAndRun_data() { test::addDialects(); }
    void addsSpansForAcquireAndRun()
    {
        test::TestDatabase database(test::currentDialect());
        Spans spans;
        QCoro::waitFor(database.pool().read(&spans, "count users", &countUsers));
        QCOMPARE(spans.all.size(), 2);
        QCOMPARE(spans.all[0].name, "acquire");
        QCOMPARE(spans.all[1].name, "count users");
        QCOMPARE(spans.all[1].kind, "database");
        QVERIFY(spans.all[0].from <= spans.all[0].to);
        QVERIFY(spans.all[0].to == spans.all[1].from);
        QVERIFY(spans.all[1].from < spans.all[1].to);
    }
};

namespace {

// What this program does when it plays another process on the same database: --add-users NAME URL FOLDER.
int addUsers(const QStringList &arguments)
{
    store::DatabasePool::Settings settings;
    settings.url = std::get<store::DatabaseUrl>(store::DatabaseUrl::parse(arguments[3], {}));
    const auto pool = store::openDatabase(settings, arguments[4]);
    for (int i = 0; i < 100; ++i) {
        pool->runNow([id = arguments[2] + QString::number(i)](Connection &connection) { addUser(connection, id, id); });
    }
    return 0;
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    if (application.arguments().value(1) == "--add-users"_L1)
        return addUsers(application.arguments());
    DatabasePoolTest test;
    QTEST_SET_MAIN_SOURCE_PATH
    return QTest::qExec(&test, argc, argv);
}

#include "database_pool_test.moc"
