// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "redis/private_server_keeper.h"

#include "redis/socket_place.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>

namespace signalbox::redis {

using namespace Qt::Literals::StringLiterals;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds searchInterval{5000}; // for a redis-server that may be installed meanwhile
constexpr milliseconds lockInterval{20};
constexpr milliseconds orphanPatience{5000}; // with what an earlier run has left behind
constexpr milliseconds longUp{5000}; // then what failed before counts no more
constexpr int triesUntilFailed = 3;

Session::Settings quick()
{
    Session::Settings settings;
    settings.name = "signalbox:keeper";
    settings.shortestBackOff = milliseconds(5);
    settings.longestBackOff = milliseconds(100);
    return settings;
}

} // namespace

PrivateServerKeeper::PrivateServerKeeper(PrivateServer::Settings settings)
    : m_settings(std::move(settings))
    , m_lock(m_settings.folder)
    , m_backOff(milliseconds(50), milliseconds(5000))
    , m_timer(this)
{
    m_timer.setSingleShot(true);
}

PrivateServerKeeper::~PrivateServerKeeper() = default;

void PrivateServerKeeper::begin()
{
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (!m_isStopping)
            tryToStart();
        else if (m_process)
            m_process->kill();
    });
    tryToStart();
}

void PrivateServerKeeper::tryToStart()
{
    const QString program = findProgram();
    if (program.isEmpty())
        return tryLater(State::Missing, u"there is no redis-server on this machine"_s,
                        u"apt-get install redis-server, or set REDIS_URL"_s, searchInterval);
    if (!prepareFolder() || !takeLock())
        return;
    const auto place = SocketPlace::make(m_settings.folder);
    if (const auto *impossible = std::get_if<SocketPlace::Impossible>(&place))
        return tryLater(State::Failed, impossible->why, u"set REDIS_URL, or use a data folder with a shorter path"_s,
                        searchInterval);
    m_ownFolder = std::get<SocketPlace>(place).ownFolder;
    launch(program, std::get<SocketPlace>(place).path);
}

QString PrivateServerKeeper::findProgram() const
{
    const QString name = u"redis-server"_s;
    if (!m_settings.searchPaths.isEmpty())
        return QStandardPaths::findExecutable(name, m_settings.searchPaths);
    const QString found = QStandardPaths::findExecutable(name);
    return found.isEmpty() ? QStandardPaths::findExecutable(name, {u"/usr/bin"_s, u"/usr/local/bin"_s, u"/usr/sbin"_s})
                           : found;
}

bool PrivateServerKeeper::prepareFolder()
{
    constexpr QFile::Permissions mine = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
    if (QDir().mkpath(m_settings.folder) && QFile::setPermissions(m_settings.folder, mine))
        return true;
    tryLater(State::Failed, u"the folder %1 can't be made"_s.arg(m_settings.folder), {}, searchInterval);
    return false;
}

// Waits for who has it: a redis-server whose owner was killed ends by itself, as a rule.
bool PrivateServerKeeper::takeLock()
{
    if (m_lock.isTaken() || m_lock.take()) {
        m_lockedSince.reset();
        return true;
    }
    if (!m_lock.errorString().isEmpty()) {
        tryLater(State::Failed, m_lock.errorString(), {}, searchInterval);
        return false;
    }
    const auto now = BackOff::Clock::now();
    const bool isLong = now - m_lockedSince.value_or(now) >= orphanPatience;
    m_lockedSince = m_lockedSince.value_or(now);
    if (isLong)
        m_lock.endOrphan();
    tryLater(isLong ? State::Failed : State::Starting,
             u"the redis-server of an earlier run still uses %1"_s.arg(m_settings.folder),
             isLong ? u"end it"_s : QString(), lockInterval);
    return false;
}

void PrivateServerKeeper::launch(const QString &program, const QString &socket)
{
    m_url.path = socket;
    m_process = std::make_unique<ServerProcess>(
        ServerProcess::Settings{program, m_settings.folder, socket, m_settings.largestMemory, m_lock.descriptor()});
    connect(m_process.get(), &ServerProcess::started, this, [this] { m_lock.write(m_process->processId()); });
    connect(m_process.get(), &ServerProcess::ended, this, &PrivateServerKeeper::ended);
    QFile::remove(socket); // of an earlier one, or it would seem to answer
    m_process->start();
    m_session = std::make_unique<Session>(quick(), std::make_shared<ServerTarget>(Target{m_url, {}, {}, {}}),
                                          static_cast<SessionUser &>(*this));
    m_session->start();
}

void PrivateServerKeeper::sessionUp()
{
    m_upSince = m_upSince.value_or(BackOff::Clock::now());
    if (!m_isStopping)
        setStatus(State::Up);
}

// One that answers and then dies is started again later and later, too.
void PrivateServerKeeper::forgetFailuresOfLongAgo(BackOff::Clock::time_point now)
{
    const auto upSince = std::exchange(m_upSince, std::nullopt);
    if (!upSince || now - *upSince < longUp)
        return;
    m_failures = 0;
    m_backOff.succeeded();
}

void PrivateServerKeeper::ended(const QString &how)
{
    m_session.reset();
    m_process.release()->deleteLater(); // it is what tells this
    if (m_isStopping)
        return finish();
    const auto now = BackOff::Clock::now();
    forgetFailuresOfLongAgo(now);
    ++m_failures;
    m_backOff.failed(now);
    {
        const QMutexLocker lock(&m_mutex);
        ++m_status.restarts;
    }
    const bool hasFailed = m_failures > triesUntilFailed;
    tryLater(hasFailed ? State::Failed : State::Restarting, how,
             hasFailed ? u"see what is in %1; redis-check-aof --fix mends its file"_s.arg(m_settings.folder)
                       : QString(),
             std::chrono::ceil<milliseconds>(m_backOff.next() - now));
}

void PrivateServerKeeper::tryLater(State state, const QString &error, const QString &hint, milliseconds after)
{
    m_timer.start(after);
    setStatus(state, error, hint);
}

void PrivateServerKeeper::stop()
{
    if (std::exchange(m_isStopping, true))
        return;
    m_timer.stop();
    m_session.reset();
    if (!m_process)
        return finish();
    m_process->terminate();
    m_timer.start(m_settings.stopDeadline);
}

void PrivateServerKeeper::finish()
{
    m_timer.stop();
    if (!m_ownFolder.isEmpty()) {
        QFile::remove(m_url.path);
        QDir().rmdir(m_ownFolder);
    }
    setStatus(State::Stopped);
    emit stopped();
}

PrivateServer::Status PrivateServerKeeper::status() const
{
    const QMutexLocker lock(&m_mutex);
    return m_status;
}

void PrivateServerKeeper::setStatus(State state, const QString &error, const QString &hint)
{
    QMutexLocker lock(&m_mutex);
    if (m_status.state == state && m_status.error == error)
        return;
    m_status.state = state;
    m_status.error = error;
    m_status.hint = hint;
    m_status.url = m_url;
    m_status.processId = m_process ? m_process->processId() : 0;
    const PrivateServer::Status now = m_status;
    lock.unlock();
    if (m_settings.changed)
        m_settings.changed(now);
}

} // namespace signalbox::redis
