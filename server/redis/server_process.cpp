// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "redis/server_process.h"

#include <csignal>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace signalbox::redis {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype keptOutput = 4096;

// "12:M 01 Jan 2026 10:00:00.000 # Bad file format…" without what comes before the mark.
QString withoutTime(const QByteArray &line)
{
    for (const char *mark : {" # ", " * ", " - ", " . "}) {
        const qsizetype at = line.indexOf(mark);
        if (at > 0 && line.left(at).count(':') >= 3)
            return QString::fromUtf8(line.mid(at + 3)).trimmed();
    }
    return QString::fromUtf8(line).trimmed();
}

// Without the locale, by which Lua would compare texts in another order than Redis does.
QProcessEnvironment environment()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"LC_ALL"_s, u"C"_s);
    return environment;
}

} // namespace

ServerProcess::ServerProcess(Settings settings)
    : m_settings(std::move(settings))
{
    m_process.setProgram(m_settings.program);
    m_process.setArguments(arguments());
    m_process.setProcessEnvironment(environment());
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setStandardInputFile(QProcess::nullDevice());
    m_process.setChildProcessModifier([lock = m_settings.lock, parent = ::getpid()] { prepareChild(lock, parent); });
    connect(&m_process, &QProcess::started, this, &ServerProcess::started);
    connect(&m_process, &QProcess::readyRead, this, &ServerProcess::readOutput);
    connect(&m_process, &QProcess::finished, this, [this] { emit ended(howItEnded()); });
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            emit ended(m_process.errorString());
    });
}

ServerProcess::~ServerProcess()
{
    m_process.disconnect(this);
    if (isRunning()) {
        m_process.kill();
        m_process.waitForFinished(-1);
    }
}

QStringList ServerProcess::arguments() const
{
    QStringList arguments{u"--port"_s,           u"0"_s,    u"--unixsocket"_s,  m_settings.socket,
                          u"--unixsocketperm"_s, u"700"_s,  u"--dir"_s,         m_settings.folder,
                          u"--appendonly"_s,     u"yes"_s,  u"--appendfsync"_s, u"everysec"_s,
                          u"--save"_s,           QString(), u"--daemonize"_s,   u"no"_s,
                          u"--logfile"_s,        QString()};
    if (m_settings.largestMemory > 0)
        arguments << u"--maxmemory"_s << QString::number(m_settings.largestMemory) << u"--maxmemory-policy"_s
                  << u"noeviction"_s; // locks of jobs have a TTL, and must not go early
    return arguments;
}

// Between fork and exec, where little is allowed. In a session of its own, so that Ctrl+C in a terminal is for its
// owner only, who stops it last.
void ServerProcess::prepareChild(int lock, int parent)
{
    ::signal(SIGTERM, SIG_DFL);
    ::signal(SIGINT, SIG_DFL);
    ::setsid();
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent)
        ::_exit(1);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::umask(0077);
    if (lock >= 0)
        ::fcntl(lock, F_SETFD, 0);
}

void ServerProcess::start()
{
    m_process.start();
}

void ServerProcess::readOutput()
{
    m_output += m_process.readAll();
    if (m_output.size() > keptOutput)
        m_output.remove(0, m_output.size() - keptOutput);
}

QString ServerProcess::howItEnded()
{
    readOutput();
    const QString how = m_process.exitStatus() == QProcess::CrashExit
        ? u"redis-server was ended by signal %1"_s.arg(m_process.exitCode())
        : u"redis-server ended with status %1"_s.arg(m_process.exitCode());
    const QByteArrayList lines = m_output.trimmed().split('\n');
    const QString last = withoutTime(lines.last());
    return last.isEmpty() ? how : how + u": "_s + last;
}

} // namespace signalbox::redis
