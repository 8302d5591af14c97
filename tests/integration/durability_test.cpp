// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/postgresql_server.h"
#include "support/test_database.h"

#include <QCoreApplication>
#include <QProcess>
#include <QRandomGenerator>
#include <QSet>
#include <QTest>

#include <thread>
#include <unistd.h>

using namespace signalbox;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using store::Connection;
using store::DatabasePool;
using store::DatabaseUrl;

namespace {

constexpr int Patience = 20'000; // milliseconds
constexpr int MostBeforeAKill = 60; // users
constexpr int WriterThreads = 4;

QSet<QByteArray> users(Connection &connection)
{
    QSet<QByteArray> ids;
    for (store::Query query = connection.run("SELECT id FROM users"); query.next();)
        ids.insert(query.ascii(0));
    return ids;
}

// A process that adds users as fast as it can, and names each once its write was answered.
class Writer {
public:
    Writer(const QString &url, const QString &folder, int round)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QCoreApplication::applicationFilePath(), {u"--write"_s, url, folder, QString::number(round)});
    }
    ~Writer() { kill(); }

    bool waitForMore(qsizetype count)
    {
        const qsizetype wanted = m_acknowledged.size() + count;
        return QTest::qWaitFor([&] { return acknowledged().size() >= wanted; }, Patience);
    }
    void kill() // -9, whatever it does right now
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    const QSet<QByteArray> &acknowledged()
    {
        m_output += m_process.readAllStandardOutput();
        const qsizetype whole = m_output.lastIndexOf('\n') + 1;
        for (const QByteArray &id : m_output.first(whole).split('\n')) {
            if (!id.isEmpty())
                m_acknowledged.insert(id);
        }
        m_output.remove(0, whole);
        return m_acknowledged;
    }

private:
    QProcess m_process;
    QByteArray m_output;
    QSet<QByteArray> m_acknowledged;
};

int someUsers()
{
    return QRandomGenerator::global()->bounded(1, MostBeforeAKill);
}

} // namespace

// A write that was answered survives whatever happens to a process right after.
class DurabilityTest : public QObject {
    Q_OBJECT

private slots:
    void keepsWhatWasAnsweredWhenTheWriterIsKilled_data() { test::addDialects(); }
    void keepsWhatWasAnsweredWhenTheWriterIsKilled()
    {
        test::TestDatabase database(test::currentDialect());
        QSet<QByteArray> acknowledged;
        for (int round = 0; round < 20; ++round) {
            Writer writer(database.urlText(), database.folder(), round);
            QVERIFY(writer.waitForMore(someUsers()));
            writer.kill();
            acknowledged.unite(writer.acknowledged());
            const QSet<QByteArray> lost = acknowledged - database.pool().runNow(&users);
            QVERIFY2(lost.isEmpty(), qPrintable(u"round %1: %2 lost"_s.arg(round).arg(lost.size())));
            database.close(); // the next one opens what a killed one left
        }
        QVERIFY(acknowledged.size() >= 20);
    }

    void leavesASoundFileWhenTheWriterIsKilled()
    {
        test::TestDatabase database(store::Dialect::Sqlite);
        for (int round = 0; round < 5; ++round) {
            Writer writer(database.urlText(), database.folder(), round);
            QVERIFY(writer.waitForMore(someUsers()));
        }
        const QString found = database.pool().runNow([](Connection &connection) {
            store::Query query = connection.run("PRAGMA integrity_check");
            return query.next() ? query.text(0) : QString();
        });
        QCOMPARE(found, u"ok"_s);
    }

    void keepsWhatWasAnsweredWhenTheServerIsKilled()
    {
        auto server = test::PostgreSqlServer::makeOwn();
        const QString url = server.createDatabase();
        Writer writer(url, {}, 0); // the same one all the time: it finds the server again
        for (int round = 0; round < 3; ++round) {
            QVERIFY(writer.waitForMore(someUsers()));
            server.kill();
            server.start();
        }
        QVERIFY(writer.waitForMore(1));
        writer.kill();
        Connection connection(std::get<DatabaseUrl>(DatabaseUrl::parse(url, {})), store::Access::Read);
        const QSet<QByteArray> lost = writer.acknowledged() - users(connection);
        QVERIFY2(lost.isEmpty(), qPrintable(u"%1 lost"_s.arg(lost.size())));
    }
};

namespace {

void addUser(DatabasePool &pool, const QString &id)
{
    pool.runNow([id](Connection &connection) {
        connection.change("INSERT INTO users (id, email, email_key, name, name_key, role, password_hash, created_at, "
                          "updated_at) VALUES (?, ?, ?, ?, ?, 'user', '', 1, 1)",
                          {id, id, id, id, id});
    });
    const QByteArray line = id.toLatin1() + '\n';
    if (::write(STDOUT_FILENO, line.constData(), size_t(line.size())) != line.size()) // in one piece: it is short
        std::abort();
}

[[noreturn]] void addUsers(DatabasePool &pool, const QString &prefix)
{
    for (int i = 0;; ++i) {
        try {
            addUser(pool, prefix + QString::number(i));
        } catch (const store::DatabaseError &) {
            std::this_thread::sleep_for(5ms); // its server is away
        }
    }
}

// What this program does when it plays a writer: --write URL FOLDER ROUND.
int write(const QStringList &arguments)
{
    DatabasePool::Settings settings;
    settings.url = std::get<DatabaseUrl>(DatabaseUrl::parse(arguments[2], {}));
    const auto pool = store::openDatabase(settings, arguments[3]);
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < WriterThreads; ++thread) {
        const QString prefix = u"%1-%2-"_s.arg(arguments[4]).arg(thread);
        threads.emplace_back([&pool, prefix] { addUsers(*pool, prefix); });
    }
    return 0; // never: the threads don't end
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    if (application.arguments().value(1) == "--write"_L1)
        return write(application.arguments());
    DurabilityTest test;
    QTEST_SET_MAIN_SOURCE_PATH
    return QTest::qExec(&test, argc, argv);
}

#include "durability_test.moc"
