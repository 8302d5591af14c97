// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/cache_node.h"
#include "support/cached_rows.h"
#include "support/race_board.h"
#include "support/redis_words.h"
#include "support/test_database.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRandomGenerator>
#include <QTest>
#include <QThread>

#include <cstdio>

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using cache::Figure;
using cache::Strategy;
using Clock = RaceBoard::Clock;

namespace {

constexpr int processCount = 4;
constexpr int threadCount = 2; // of each
constexpr int taskCount = 6; // of each thread
constexpr auto ttl = 400ms;

// What a reader may rely on, of writes by others. Of those by its own process it is what was answered before it began.
struct Promise {
    std::chrono::milliseconds own{0};
    std::chrono::milliseconds others{0};
};

Promise promiseOf(Strategy strategy, bool isStormy)
{
    if (strategy == Strategy::Ttl)
        return {ttl * 11 / 10 + 1s, ttl * 11 / 10 + 1s}; // and what a load takes
    if (isStormy) // who writes may reach Redis later than others do
        return {0ms, 3s};
    return {0ms, strategy == Strategy::PubSub ? 1s : 0ms};
}

// One of the processes: reads and writes at random, on several threads, and says what it saw.
class Worker {
public:
    Worker(const QStringList &arguments)
        : m_board(arguments[4])
        , m_pool(openPool(arguments))
        , m_strategy(*cache::strategyNamed(arguments[6]))
        , m_promise(promiseOf(m_strategy, arguments[7] == "stormy"_L1))
        , m_node(urlOf(arguments[5]), *m_pool, [this](cache::NamespaceSettings &settings) { change(settings); })
        , m_rows(*m_pool)
    {
    }

    QJsonObject run()
    {
        if (!m_node.becomesTrusted())
            return {{u"wrong"_s, u"Redis isn't used"_s}};
        std::vector<std::unique_ptr<QThread>> threads;
        for (int i = 0; i < threadCount; ++i) {
            threads.emplace_back(QThread::create([this] { work(); }));
            threads.back()->start();
        }
        for (const auto &thread : threads)
            thread->wait();
        return report();
    }

private:
    static std::unique_ptr<store::DatabasePool> openPool(const QStringList &arguments)
    {
        store::DatabasePool::Settings settings;
        settings.url = std::get<store::DatabaseUrl>(store::DatabaseUrl::parse(arguments[2], {}));
        settings.deadline = 30s; // SQLite's writers wait for each other
        return store::openDatabase(settings, arguments[3]);
    }
    static redis::RedisUrl urlOf(const QString &socket)
    {
        redis::RedisUrl url;
        url.path = socket;
        return url;
    }
    void change(cache::NamespaceSettings &settings) const
    {
        settings.strategy = m_strategy;
        settings.ttl = ttl;
        settings.notFoundTtl = ttl / 2;
        settings.beta = 200; // some are always about to load again
    }

    void work()
    {
        QEventLoop loop;
        int running = taskCount;
        for (int i = 0; i < taskCount; ++i)
            task(running, loop);
        if (running > 0)
            loop.exec();
        while (m_node.space().flights().count() > 0) // loads beside
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 10);
        m_node.clients().closeHere();
        store::DatabasePool::endAwaitingHere();
    }

    QCoro::Task<> task(int &running, QEventLoop &loop)
    {
        QRandomGenerator random = QRandomGenerator::securelySeeded();
        while (!m_board.isOver()) {
            const int row = std::min(random.bounded(RaceBoard::rows), random.bounded(RaceBoard::rows)); // some are hot
            if (random.bounded(100) < 6)
                co_await write(row);
            else
                co_await read(row, random.bounded(100) < 3);
            if (random.bounded(8) == 0) // what is found in the process doesn't wait
                co_await QCoro::sleepFor(random.bounded(2) * 1ms);
        }
        if (--running == 0)
            loop.quit();
    }

    QCoro::Task<> write(int row)
    {
        try {
            const qint64 number = co_await m_rows.increment(*m_node, QByteArray::number(row));
            const auto now = Clock::now();
            m_board.answered(row, number, now);
            auto &own = m_own[std::size_t(row)];
            for (qint64 floor = own; floor < number && !own.compare_exchange_weak(floor, number);) { }
            ++m_writes;
        } catch (const http::AppError &error) {
            complain(error.detail());
        }
    }

    QCoro::Task<> read(int row, bool fresh)
    {
        const auto from = Clock::now();
        qint64 floor = m_promise.others == 0ms ? m_board.floor(row) : m_board.floorAt(row, from - m_promise.others);
        if (m_promise.own == 0ms)
            floor = std::max<qint64>(floor, m_own[std::size_t(row)]);
        const QByteArray id = QByteArray::number(row);
        try {
            auto found = fresh ? std::nullopt : m_node->tryGet(nullptr, m_node.space(), id);
            if (!found)
                found = co_await m_node->get(nullptr, m_node.space(), id, m_rows.loader(), fresh);
            judge(row, CachedRows::numberIn(*found), floor);
            ++m_reads;
        } catch (const http::AppError &error) {
            complain(error.detail());
        }
    }

    void judge(int row, qint64 seen, qint64 floor)
    {
        constexpr qint64 every = CachedRows::goneEvery;
        // That it isn't there is right if it was so at some time since.
        const bool isRight = seen >= floor
            || (seen < 0 && (m_board.floor(row) + processCount * threadCount * taskCount) / every * every >= floor);
        if (!isRight)
            complain(u"row %1: saw %2, though %3 was answered before"_s.arg(row).arg(seen).arg(floor));
    }
    void complain(const QString &what)
    {
        const QMutexLocker lock(&m_mutex);
        ++m_wrong;
        if (m_first.isEmpty())
            m_first = what;
    }

    QJsonObject report()
    {
        QJsonObject json{{u"wrong"_s, m_first},
                         {u"wrongs"_s, m_wrong},
                         {u"reads"_s, m_reads.load()},
                         {u"writes"_s, m_writes.load()}};
        const std::pair<const char *, Figure> figures[] = {{"localHits", Figure::LocalHits},
                                                           {"hits", Figure::Hits},
                                                           {"misses", Figure::Misses},
                                                           {"loads", Figure::Loads},
                                                           {"joined", Figure::Joined},
                                                           {"early", Figure::RefreshedEarly},
                                                           {"staleAvoided", Figure::StaleAvoided},
                                                           {"errors", Figure::Errors},
                                                           {"failed", Figure::InvalidationsFailed}};
        for (const auto &[name, figure] : figures)
            json.insert(QLatin1StringView(name), qint64(m_node.count(figure)));
        return json;
    }

    RaceBoard m_board;
    std::unique_ptr<store::DatabasePool> m_pool;
    const Strategy m_strategy;
    const Promise m_promise;
    CacheNode m_node;
    CachedRows m_rows;
    std::array<std::atomic<qint64>, RaceBoard::rows> m_own{};
    std::atomic<qint64> m_reads = 0;
    std::atomic<qint64> m_writes = 0;
    QMutex m_mutex; // for what follows
    QString m_first;
    qint64 m_wrong = 0;
};

int work(const QStringList &arguments)
{
    Worker worker(arguments);
    const QByteArray line = QJsonDocument(worker.run()).toJson(QJsonDocument::Compact);
    std::puts(line.constData());
    return 0;
}

std::chrono::milliseconds duration()
{
    const int seconds = qEnvironmentVariableIntValue("CACHE_RACE_SECONDS"); // 30 for a longer look
    return seconds > 0 ? std::chrono::seconds(seconds) : 6s;
}

} // namespace

// Four processes on one database and one Redis read and write at random: no read that began after a write was answered
// sees what was before, as the strategy promises it.
class CacheRaceTest : public QObject {
    Q_OBJECT

private slots:
    void nothingOldIsSeen_data()
    {
        QTest::addColumn<store::Dialect>("dialect");
        QTest::addColumn<QString>("strategy");
        QTest::addColumn<bool>("isStormy");
        for (const auto &strategy : cache::strategyNames())
            QTest::addRow("sqlite, %s", qPrintable(strategy)) << store::Dialect::Sqlite << strategy << false;
        for (const auto &strategy : cache::strategyNames())
            QTest::addRow("postgresql, %s", qPrintable(strategy)) << store::Dialect::PostgreSql << strategy << false;
        for (const auto &strategy : cache::strategyNames().mid(1)) // Redis hangs, dies, drops its clients
            QTest::addRow("storm, %s", qPrintable(strategy)) << store::Dialect::PostgreSql << strategy << true;
    }
    void nothingOldIsSeen()
    {
        QFETCH(store::Dialect, dialect);
        QFETCH(QString, strategy);
        QFETCH(bool, isStormy);
        TestDatabase database(dialect);
        CachedRows::create(database.pool(), RaceBoard::rows);
        RedisServer redis({u"--appendonly"_s, u"yes"_s});
        QVERIFY(redis.start());
        const QString boardPath = database.folder() + "/board"_L1;
        RaceBoard board(boardPath);
        std::vector<std::unique_ptr<QProcess>> workers;
        for (int i = 0; i < processCount; ++i) {
            workers.push_back(std::make_unique<QProcess>());
            workers.back()->setProcessChannelMode(QProcess::ForwardedErrorChannel);
            workers.back()->start(QCoreApplication::applicationFilePath(),
                                  {u"--work"_s, database.urlText(), database.folder(), boardPath, redis.url().path,
                                   strategy, isStormy ? u"stormy"_s : u"calm"_s});
        }
        if (isStormy)
            storm(redis, workers);
        else
            QTest::qWait(int(duration().count()));
        board.isOver() = true;
        const QJsonObject sum = finish(workers);
        qInfo("%s", QJsonDocument(sum).toJson(QJsonDocument::Compact).constData());
        QVERIFY2(sum.value("wrongs"_L1).toInteger() == 0, qPrintable(sum.value("wrong"_L1).toString()));
        checkThatItWasARace(sum, *cache::strategyNamed(strategy), isStormy);
    }

private:
    using Workers = std::vector<std::unique_ptr<QProcess>>;

    static void storm(RedisServer &redis, const Workers &workers)
    {
        QElapsedTimer since;
        since.start();
        for (int turn = 0; since.elapsed() < duration().count(); ++turn) {
            QTest::qWait(700);
            if (turn % 3 == 0) {
                redis.run({u"CLIENT"_s, u"KILL"_s, u"TYPE"_s, turn % 2 == 0 ? u"normal"_s : u"pubsub"_s});
            } else if (turn % 3 == 1) {
                redis.freeze();
                QTest::qWait(500);
                redis.thaw();
            } else {
                redis.kill();
                QTest::qWait(200);
                QVERIFY(redis.start());
            }
        }
        Q_UNUSED(workers)
    }

    static QJsonObject finish(const Workers &workers)
    {
        QJsonObject sum;
        for (const auto &worker : workers) {
            const bool isOver = QTest::qWaitFor([&] { return worker->state() == QProcess::NotRunning; }, 60'000);
            const auto said = QJsonDocument::fromJson(worker->readAllStandardOutput()).object();
            if (!isOver || said.isEmpty() || worker->exitCode() != 0)
                sum.insert(u"wrongs"_s, sum.value("wrongs"_L1).toInteger() + 1); // it crashed, or hangs
            for (auto each = said.begin(); each != said.end(); ++each) {
                if (each->isString() && !each->toString().isEmpty())
                    sum.insert(each.key(), *each);
                else if (each->isDouble())
                    sum.insert(each.key(), sum.value(each.key()).toInteger() + each->toInteger());
            }
        }
        return sum;
    }

    static void checkThatItWasARace(const QJsonObject &sum, Strategy strategy, bool isStormy)
    {
        const auto of = [&sum](const char *name) { return sum.value(QLatin1StringView(name)).toInteger(); };
        QVERIFY(of("reads") > 1000);
        QVERIFY(of("writes") > 20);
        // With what each process keeps itself, Redis is asked for little else.
        QVERIFY(of("hits") + of("localHits") > 100);
        QVERIFY(of("loads") > 20);
        QVERIFY(of("joined") > 0);
        if (strategy == Strategy::PubSub)
            QVERIFY(of("localHits") > 100);
        if (isStormy) {
            QVERIFY(of("failed") > 0);
        } else {
            QVERIFY(of("errors") * 100 < of("reads")); // a busy machine may let Redis answer too late
            QVERIFY(of("early") > 0);
            if (strategy != Strategy::Ttl)
                QVERIFY(of("staleAvoided") > 0);
        }
    }
};

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    if (application.arguments().value(1) == "--work"_L1)
        return work(application.arguments());
    if (qEnvironmentVariableIsSet("CACHE_RACE_SECONDS") && !qEnvironmentVariableIsSet("QTEST_FUNCTION_TIMEOUT"))
        qputenv("QTEST_FUNCTION_TIMEOUT", "1800000"); // all rows are one function to Qt Test, which allows 300 s
    CacheRaceTest test;
    QTEST_SET_MAIN_SOURCE_PATH
    return QTest::qExec(&test, argc, argv);
}

#include "cache_race_test.moc"
