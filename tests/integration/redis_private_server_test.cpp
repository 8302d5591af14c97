// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "redis/clients.h"
#include "redis/private_server.h"
#include "support/dictionary_locale.h"
#include "support/redis_outcome.h"
#include "support/redis_server.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTextStream>
#include <QtTest>

#include <csignal>
#include <sys/stat.h>
#include <unistd.h>

using namespace signalbox;
using namespace signalbox::redis;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using test::outcomeOf;
using test::RedisServer;
using ServerState = PrivateServer::State;

namespace {

constexpr int Patience = 20'000; // milliseconds

unsigned modeOf(const QString &path)
{
    struct stat status = {};
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode & 0777 : 0;
}

// A zombie that nobody has waited for is gone as well.
bool isAlive(qint64 processId)
{
    QFile file(u"/proc/%1/stat"_s.arg(processId));
    if (processId <= 0 || !file.open(QIODevice::ReadOnly))
        return false;
    const QByteArray line = file.readAll();
    return line.mid(line.lastIndexOf(')') + 2, 1) != "Z";
}

bool comesTo(const PrivateServer &server, ServerState state)
{
    return QTest::qWaitFor([&] { return server.status().state == state; }, Patience);
}

PrivateServer::Settings in(const QString &folder)
{
    PrivateServer::Settings settings;
    settings.folder = folder;
    return settings;
}

// Another process that has a private server, and tells which once it is up.
class Owner {
public:
    explicit Owner(const QString &folder)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QCoreApplication::applicationFilePath(), {u"--own"_s, folder});
        if (!QTest::qWaitFor([&] { return m_process.canReadLine(); }, Patience))
            qFatal("no private server");
        const QList<QByteArray> words = m_process.readLine().trimmed().split(' ');
        m_serverId = words.value(0).toLongLong();
        m_url.path = QString::fromLocal8Bit(words.value(1));
    }
    ~Owner() { kill(); }
    void kill() // -9
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    qint64 serverId() const { return m_serverId; }
    const RedisUrl &url() const { return m_url; }

private:
    QProcess m_process;
    qint64 m_serverId = 0;
    RedisUrl m_url;
};

int own(const QString &folder)
{
    const PrivateServer server(in(folder));
    while (server.status().state != ServerState::Up)
        QThread::msleep(5);
    QTextStream(stdout) << server.status().processId << ' ' << server.status().url.path << Qt::endl;
    return QCoreApplication::exec();
}

} // namespace

class RedisPrivateServerTest : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_data = m_folder->filePath(u"redis"_s);
    }

    void startsOnAPrivateSocket()
    {
        QElapsedTimer elapsed;
        elapsed.start();
        PrivateServer server(in(m_data));
        QVERIFY(elapsed.elapsed() < 100); // it doesn't wait
        QCOMPARE(server.status().state, ServerState::Starting);
        QVERIFY(comesTo(server, ServerState::Up));
        const auto status = server.status();
        QCOMPARE(status.url.path, m_data + u"/redis.sock"_s);
        QCOMPARE(modeOf(m_data), 0700U);
        QCOMPARE(modeOf(status.url.path), 0700U);
        QVERIFY(isAlive(status.processId));
        QCOMPARE(status.restarts, 0);
        const auto config = [&](const char *name) {
            return RedisServer::run(status.url, {u"CONFIG"_s, u"GET"_s, QString::fromLatin1(name)})
                .split('\n')
                .value(1);
        };
        QCOMPARE(config("port"), "0");
        QCOMPARE(config("tls-port"), "0");
        QCOMPARE(config("appendonly"), "yes");
        QCOMPARE(config("save"), "");
        QCOMPARE(config("maxmemory"), QByteArray::number(1 << 30));
        QCOMPARE(config("maxmemory-policy"), "noeviction");
        QCOMPARE(socketsOf(status.processId), 1); // that one, and none by TCP
    }

    // Else Lua, which is asked to compare ids, and Redis itself would order them differently.
    void hasNoLocale()
    {
        const test::DictionaryLocale locale;
        QVERIFY2(locale.isMade(), "localedef can't make a locale; scripts/setup installs locales");
        const PrivateServer server(in(m_data));
        QVERIFY(comesTo(server, ServerState::Up));
        const QString script = u"return {tostring('B' < 'a'), tostring('a' < 'B')}"_s;
        QCOMPARE(RedisServer::run(server.status().url, {u"EVAL"_s, script, u"0"_s}), "true\nfalse");
    }

    void keepsItsDataOverAStop()
    {
        for (int run = 0; run < 3; ++run) {
            PrivateServer server(in(m_data));
            QVERIFY(comesTo(server, ServerState::Up));
            const auto status = server.status();
            QCOMPARE(RedisServer::run(status.url, {u"INCR"_s, u"runs"_s}).toInt(), run + 1);
            server.stop();
            QCOMPARE(server.status().state, ServerState::Stopped);
            QVERIFY(!isAlive(status.processId));
            QCOMPARE(server.status().processId, 0);
        }
    }

    void startsAgainWhatWasKilled()
    {
        PrivateServer server(in(m_data));
        QVERIFY(comesTo(server, ServerState::Up));
        RedisServer::run(server.status().url, {u"SET"_s, u"kept"_s, u"1"_s});
        for (int round = 1; round <= 2; ++round) {
            const qint64 process = server.status().processId;
            ::kill(pid_t(process), SIGKILL);
            QTRY_VERIFY_WITH_TIMEOUT(server.status().restarts == round, Patience);
            QVERIFY(comesTo(server, ServerState::Up));
            QVERIFY(server.status().processId != process);
            QCOMPARE(RedisServer::run(server.status().url, {u"GET"_s, u"kept"_s}), "1");
        }
        QCOMPARE(server.status().error, QString());
    }

    void clientsFollow()
    {
        Clients clients;
        QList<ServerState> states;
        PrivateServer::Settings settings = in(m_data);
        QMutex mutex;
        settings.changed = [&](const PrivateServer::Status &status) {
            const QMutexLocker lock(&mutex);
            states.append(status.state);
            follow(clients, status);
        };
        {
            PrivateServer server(settings);
            QCOMPARE(clients.state().kind, State::Kind::Starting);
            QVERIFY(comesTo(server, ServerState::Up));
            QTRY_VERIFY(clients.here().isUp());
            QVERIFY(!outcomeOf(clients.here().command(nullptr, "SET", "a", 1)).error);
            ::kill(pid_t(server.status().processId), SIGKILL);
            QTRY_COMPARE(clients.state().kind, State::Kind::Down);
            QTRY_COMPARE_WITH_TIMEOUT(clients.state().kind, State::Kind::Up, Patience);
            QCOMPARE(outcomeOf(clients.here().command(nullptr, "GET", "a")).reply.bytes, "1");
        }
        QCOMPARE(clients.state().kind, State::Kind::Down);
        const QList<ServerState> expected{ServerState::Starting, ServerState::Up, ServerState::Restarting,
                                          ServerState::Up, ServerState::Stopped};
        QCOMPARE(states, expected);
    }

    void endsWithItsOwner()
    {
        Owner owner(m_data);
        QVERIFY(isAlive(owner.serverId()));
        QCOMPARE(RedisServer::run(owner.url(), {u"SET"_s, u"kept"_s, u"1"_s}), "OK");
        owner.kill();
        QTRY_VERIFY_WITH_TIMEOUT(!isAlive(owner.serverId()), Patience);
    }

    void isTakenOverByTheNextStart()
    {
        for (int round = 0; round < 3; ++round) {
            Owner owner(m_data);
            QCOMPARE(RedisServer::run(owner.url(), {u"INCR"_s, u"n"_s}).toInt(), 2 * round + 1);
            owner.kill();
            PrivateServer server(in(m_data)); // at once
            QVERIFY(comesTo(server, ServerState::Up));
            QVERIFY(!isAlive(owner.serverId()));
            QCOMPARE(RedisServer::run(server.status().url, {u"INCR"_s, u"n"_s}).toInt(), 2 * round + 2);
        }
    }

    // While the old one is there, the data isn't touched; one that doesn't go is ended.
    void waitsForOneThatHangs()
    {
        Owner owner(m_data);
        QCOMPARE(RedisServer::run(owner.url(), {u"SET"_s, u"kept"_s, u"1"_s}), "OK");
        ::kill(pid_t(owner.serverId()), SIGSTOP);
        owner.kill();
        PrivateServer server(in(m_data));
        QTRY_VERIFY(server.status().error.contains(u"earlier run"_s));
        QCOMPARE(server.status().state, ServerState::Starting);
        QVERIFY(isAlive(owner.serverId()));
        QVERIFY(comesTo(server, ServerState::Up)); // after 5 s
        QVERIFY(!isAlive(owner.serverId()));
        QCOMPARE(RedisServer::run(server.status().url, {u"GET"_s, u"kept"_s}), "1");
    }

    // One whose owner lives isn't ended by force.
    void leavesALivingOwnersAlone()
    {
        Owner owner(m_data);
        {
            PrivateServer server(in(m_data));
            QVERIFY(comesTo(server, ServerState::Failed)); // after 5 s
            QVERIFY(server.status().error.contains(u"earlier run"_s));
            QTest::qWait(200);
            QVERIFY(isAlive(owner.serverId()));
        }
        QCOMPARE(RedisServer::run(owner.url(), {u"PING"_s}), "PONG");
    }

    void isEndedByForceWhenItHangs()
    {
        PrivateServer::Settings settings = in(m_data);
        settings.stopDeadline = 300ms;
        PrivateServer server(settings);
        QVERIFY(comesTo(server, ServerState::Up));
        const qint64 process = server.status().processId;
        ::kill(pid_t(process), SIGSTOP);
        QElapsedTimer elapsed;
        elapsed.start();
        server.stop();
        QVERIFY(elapsed.elapsed() >= 250); // timers are coarse
        QVERIFY(!isAlive(process));
    }

    void stopsWhileItStarts()
    {
        for (int wait = 0; wait < 20; ++wait) {
            PrivateServer server(in(m_data));
            QTest::qWait(wait);
            server.stop();
            QCOMPARE(server.status().state, ServerState::Stopped);
        }
    }

    void saysWhatIsMissing()
    {
        PrivateServer::Settings settings = in(m_data);
        QVERIFY(QDir().mkpath(m_folder->filePath(u"bin"_s)));
        settings.searchPaths = {m_folder->filePath(u"bin"_s)};
        PrivateServer server(settings);
        QVERIFY(comesTo(server, ServerState::Missing));
        QCOMPARE(server.status().hint, u"apt-get install redis-server, or set REDIS_URL"_s);
        QVERIFY(!server.status().error.isEmpty());
        // Installed later, it is found.
        const QString program = QStandardPaths::findExecutable(u"redis-server"_s);
        QVERIFY(QFile::link(program, m_folder->filePath(u"bin/redis-server"_s)));
        QVERIFY(comesTo(server, ServerState::Up));
    }

    void usesAShortFolderForALongPath_data()
    {
        QTest::addColumn<bool>("hasRuntimeFolder");
        QTest::newRow("XDG_RUNTIME_DIR") << true;
        QTest::newRow("none") << false;
    }
    void usesAShortFolderForALongPath()
    {
        QFETCH(bool, hasRuntimeFolder);
        if (hasRuntimeFolder)
            qputenv("XDG_RUNTIME_DIR", QFile::encodeName(m_folder->path()));
        else
            qunsetenv("XDG_RUNTIME_DIR");
        const QString data = m_folder->filePath(QString(120, u'x'));
        QString path;
        for (int run = 0; run < 2; ++run) {
            PrivateServer server(in(data));
            QVERIFY(comesTo(server, ServerState::Up));
            QVERIFY(path.isEmpty() || path == server.status().url.path); // the same each time
            path = server.status().url.path;
            QVERIFY(path.startsWith(hasRuntimeFolder ? m_folder->path() : u"/tmp/signalbox-"_s));
            QCOMPARE(modeOf(QFileInfo(path).path()), 0700U);
            QCOMPARE(RedisServer::run(server.status().url, {u"INCR"_s, u"runs"_s}).toInt(), run + 1);
            QVERIFY(QDir(data).exists());
        }
        QVERIFY(!QFileInfo::exists(QFileInfo(path).path()));
        qunsetenv("XDG_RUNTIME_DIR");
    }

    void takesTheLongestPathThatFits()
    {
        const qsizetype rest = 106 - QFile::encodeName(m_folder->path()).size() - qsizetype(sizeof "//redis.sock") + 1;
        PrivateServer server(in(m_folder->filePath(QString(rest, u'x'))));
        QVERIFY(comesTo(server, ServerState::Up));
        QCOMPARE(QFile::encodeName(server.status().url.path).size(), 106);
        QVERIFY(server.status().url.path.startsWith(m_folder->path()));
    }

    void refusesAFolderThatOthersCouldEnter()
    {
        qputenv("XDG_RUNTIME_DIR", QFile::encodeName(m_folder->path()));
        const QString data = m_folder->filePath(QString(120, u'x'));
        QString folder;
        {
            PrivateServer server(in(data));
            QVERIFY(comesTo(server, ServerState::Up));
            folder = QFileInfo(server.status().url.path).path();
        }
        QVERIFY(QDir().mkpath(folder));
        QCOMPARE(::chmod(QFile::encodeName(folder).constData(), 0777), 0);
        PrivateServer server(in(data));
        QVERIFY(comesTo(server, ServerState::Failed));
        QVERIFY(server.status().error.contains(u"private folder"_s));
        qunsetenv("XDG_RUNTIME_DIR");
    }

    void tellsWhyItCantStart()
    {
        QVERIFY(QDir().mkpath(m_data + u"/appendonlydir"_s));
        QFile manifest(m_data + u"/appendonlydir/appendonly.aof.manifest"_s);
        QVERIFY(manifest.open(QIODevice::WriteOnly));
        manifest.write("this is no manifest\n");
        manifest.close();
        PrivateServer server(in(m_data));
        QVERIFY(comesTo(server, ServerState::Failed));
        QVERIFY2(server.status().error.contains(u"AOF"_s) || server.status().error.contains(u"manifest"_s),
                 qPrintable(server.status().error));
        QVERIFY(server.status().hint.contains(m_data));
        // Mended meanwhile, it comes up.
        QVERIFY(manifest.remove());
        QVERIFY(comesTo(server, ServerState::Up));
        QCOMPARE(server.status().error, QString());
    }

    void folderThatCantBeMade()
    {
        QFile file(m_data);
        QVERIFY(file.open(QIODevice::WriteOnly));
        PrivateServer server(in(m_data));
        QVERIFY(comesTo(server, ServerState::Failed));
        QVERIFY(server.status().error.contains(m_data));
    }

private:
    // That listen.
    static int socketsOf(qint64 processId)
    {
        QSet<QByteArray> mine;
        const QString folder = u"/proc/%1/fd/"_s.arg(processId);
        for (const QString &name : QDir(folder).entryList(QDir::Files | QDir::System)) {
            std::array<char, 64> target{};
            if (::readlink(QFile::encodeName(folder + name).constData(), target.data(), target.size() - 1) > 0)
                mine.insert(target.data());
        }
        const auto countIn = [&](const QString &file, int stateAt, const QByteArray &listens, int inodeAt) {
            QFile table(u"/proc/%1/net/"_s.arg(processId) + file);
            int count = 0;
            if (!table.open(QIODevice::ReadOnly))
                return -1000;
            for (const QByteArray &line : table.readAll().split('\n')) {
                const QByteArrayList words = line.simplified().split(' ');
                count += words.value(stateAt) == listens && mine.contains("socket:[" + words.value(inodeAt) + ']');
            }
            return count;
        };
        return countIn(u"tcp"_s, 3, "0A", 9) + countIn(u"tcp6"_s, 3, "0A", 9) + countIn(u"unix"_s, 3, "00010000", 6);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_data;
};

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    if (application.arguments().value(1) == "--own"_L1)
        return own(application.arguments().value(2));
    RedisPrivateServerTest test;
    QTEST_SET_MAIN_SOURCE_PATH
    return QTest::qExec(&test, argc, argv);
}

#include "redis_private_server_test.moc"
