// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/submission_batch.h"
#include "support/test_database.h"

#include <QCoroTask>
#include <QSemaphore>
#include <QSet>
#include <QTest>

#include <stdexcept>
#include <vector>

using namespace signalbox;
using namespace Qt::Literals::StringLiterals;
using store::Access;
using store::Connection;
using store::Dialect;
using store::Query;

namespace {

void addUser(Connection &connection)
{
    connection.change("INSERT INTO users (id, email, email_key, name, name_key, role, password_hash, created_at,"
                      " updated_at) VALUES ('1', 'a', 'a', 'a', 'a', 'user', '', 1, 1)");
}

qint64 countUsers(Connection &connection)
{
    Query query = connection.run("SELECT count(*) FROM users");
    return query.next() ? query.number(0) : -1;
}

// Which transaction it is, of PostgreSQL: the moment in which it began.
QString transaction(Connection &connection)
{
    Query query = connection.run("SELECT CAST(now() AS TEXT)");
    return query.next() ? query.text(0) : QString();
}

// Reads, and then holds its thread until it is let go.
class Blocker {
public:
    ~Blocker() { release(); } // also when a test fails
    auto work() const
    {
        return [entered = m_entered, leave = m_leave](Connection &connection) {
            const qint64 count = countUsers(connection);
            entered->release();
            leave->acquire();
            return count;
        };
    }
    bool isRunning() const { return m_entered->tryAcquire(1, 20'000); } // waits for it
    void release() const { m_leave->release(); }

private:
    std::shared_ptr<QSemaphore> m_entered = std::make_shared<QSemaphore>();
    std::shared_ptr<QSemaphore> m_leave = std::make_shared<QSemaphore>();
};

auto connections(int count)
{
    return [count](store::DatabasePool::Settings &settings) {
        settings.connections = count;
        settings.deadline = std::chrono::seconds(60);
    };
}

} // namespace

// What work of a DatabasePool has in common with other work: threads, and the snapshot that is read.
class DatabaseSharingTest : public QObject {
    Q_OBJECT

private slots:
    void workSeesWhatWasWrittenBeforeItWasAsked_data() { test::addDialects(); }
    void workSeesWhatWasWrittenBeforeItWasAsked()
    {
        test::TestDatabase database(test::currentDialect());
        auto &pool = database.open(connections(1));
        const Blocker blocker;
        auto before = pool.read(nullptr, "count users", blocker.work());
        QVERIFY(blocker.isRunning());
        Connection other(database.url(), Access::Write);
        other.begin(Access::Write, Connection::Clock::now() + std::chrono::seconds(60));
        addUser(other);
        other.commit();
        auto after = pool.read(nullptr, "count users", &countUsers);
        blocker.release();
        QCOMPARE(QCoro::waitFor(std::move(before)), 0);
        QCOMPARE(QCoro::waitFor(std::move(after)), 1);
    }

    void workThatWaitedTogetherReadsTogether()
    {
        test::TestDatabase database(Dialect::PostgreSql);
        auto &pool = database.open(connections(1));
        const Blocker blocker;
        auto running = pool.read(nullptr, "block", blocker.work());
        QVERIFY(blocker.isRunning());
        constexpr int count = 100;
        std::vector<QCoro::Task<QString>> waiting;
        for (int i = 0; i < count; ++i)
            waiting.push_back(pool.read(nullptr, "transaction", &transaction));
        blocker.release();
        QSet<QString> transactions;
        for (auto &task : waiting)
            transactions.insert(QCoro::waitFor(std::move(task)));
        QVERIFY(transactions.size() < count); // how many depends on how long they take
    }

    void workThatFailsLeavesTheRestAlone_data() { test::addDialects(); }
    void workThatFailsLeavesTheRestAlone()
    {
        test::TestDatabase database(test::currentDialect());
        auto &pool = database.open(connections(1));
        const Blocker blocker;
        auto running = pool.read(nullptr, "block", blocker.work());
        QVERIFY(blocker.isRunning());
        const auto statement = [](Connection &connection) { addUser(connection); }; // which a reader may not
        const auto thrower = [](Connection &) { throw std::runtime_error("no"); };
        auto before = pool.read(nullptr, "count users", &countUsers);
        auto failing = pool.read(nullptr, "fail", statement);
        auto between = pool.read(nullptr, "count users", &countUsers);
        auto throwing = pool.read(nullptr, "throw", thrower);
        auto after = pool.read(nullptr, "count users", &countUsers);
        blocker.release();
        QCOMPARE(QCoro::waitFor(std::move(before)), 0);
        QCOMPARE(QCoro::waitFor(std::move(between)), 0);
        QCOMPARE(QCoro::waitFor(std::move(after)), 0);
        QCOMPARE(pool.figures().lanes.front().failed, 1u); // by the database
    }

    void workIsAnsweredWhileWhatFollowsItRuns_data() { test::addDialects(); }
    void workIsAnsweredWhileWhatFollowsItRuns()
    {
        test::TestDatabase database(test::currentDialect());
        auto &pool = database.open(connections(1));
        const Blocker first;
        const Blocker second;
        auto running = pool.read(nullptr, "block", first.work());
        QVERIFY(first.isRunning());
        auto quick = pool.read(nullptr, "count users", &countUsers);
        auto slow = pool.read(nullptr, "count users", second.work()); // nobody could know
        first.release();
        QVERIFY(second.isRunning());
        QCOMPARE(QCoro::waitFor(std::move(quick)), 0);
        second.release();
        QCOMPARE(QCoro::waitFor(std::move(slow)), 0);
    }

    void anotherThreadTakesWhatWaits_data() { test::addDialects(); }
    void anotherThreadTakesWhatWaits()
    {
        test::TestDatabase database(test::currentDialect());
        auto &pool = database.open(connections(3));
        const Blocker first;
        const Blocker second;
        auto one = pool.read(nullptr, "block", first.work());
        QVERIFY(first.isRunning());
        auto two = pool.read(nullptr, "block", second.work());
        QVERIFY(second.isRunning());
        QCOMPARE(QCoro::waitFor(pool.read(nullptr, "count users", &countUsers)), 0);
    }

    void whatABatchKeepsIsHandedOverTogether_data() { test::addDialects(); }
    void whatABatchKeepsIsHandedOverTogether()
    {
        test::TestDatabase database(test::currentDialect());
        auto &pool = database.open(connections(1));
        store::SubmissionBatch batch;
        batch.begin();
        auto written = pool.write(nullptr, "add user", &addUser);
        auto read = pool.read(nullptr, "count users", &countUsers);
        QCOMPARE(pool.figures().lanes.front().waiting + pool.figures().lanes.back().waiting, 0);
        batch.handOver();
        QCoro::waitFor(std::move(written));
        QVERIFY(QCoro::waitFor(std::move(read)) >= 0);
        QCOMPARE(QCoro::waitFor(pool.read(nullptr, "count users", &countUsers)), 1); // it keeps nothing any more
    }
};

QTEST_GUILESS_MAIN(DatabaseSharingTest)
#include "database_sharing_test.moc"
