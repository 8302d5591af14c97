// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/command_run.h"

#include <QThread>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <sched.h>
#include <string_view>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace signalbox::jobs {

namespace {

// The work of a watcher: once nobody holds the other end of the lifeline, it ends its group, itself too. A shell does
// it in a few pages of memory, where a copy of this program would keep all of this program's.
[[noreturn]] void watchGroup(int lifeline)
{
    ::dup2(lifeline, STDIN_FILENO);
    ::close_range(STDOUT_FILENO, ~0U, 0); // or it would hold lifelines, and what the command writes would never end
    const std::array<char *, 1> environment{};
    ::execle("/bin/sh", "sh", "-c", "read end; kill -9 0", "signalbox-watcher", nullptr, environment.data());
    // There is no shell.
    char byte = 0;
    while (::read(STDIN_FILENO, &byte, 1) < 0 && errno == EINTR) { }
    ::kill(0, SIGKILL);
    ::_exit(1);
}

// PR_SET_PDEATHSIG reaches the command only, not what it has started. A watcher is in the command's group but a child
// of this program: it needn't be told the group's number, and that is nobody else's until this program has waited for
// it. fork() may not be called here: Qt 6.4 runs this in the memory of its parent, as vfork does.
void startWatcher(int lifeline)
{
    const long watcher = ::syscall(SYS_clone, static_cast<unsigned long>(CLONE_PARENT | SIGCHLD), 0UL, 0UL, 0UL, 0UL);
    if (watcher == 0)
        watchGroup(lifeline);
    if (watcher > 0)
        return;
    constexpr std::string_view reason = "Signalbox could start no process that watches over the command\n";
    [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, reason.data(), reason.size());
    ::_exit(1);
}

void setSignalMask(int (*fill)(sigset_t *))
{
    sigset_t mask;
    fill(&mask);
    ::sigprocmask(SIG_SETMASK, &mask, nullptr);
}

// Between fork and exec, where little is allowed. Of what is open here the child gets its three streams only.
void prepareChild(int parent, int lifeline)
{
    ::signal(SIGTERM, SIG_DFL);
    ::signal(SIGINT, SIG_DFL);
    ::setsid();
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent)
        ::_exit(1);
    setSignalMask(::sigfillset); // of what is sent to the group, a watcher takes SIGKILL only
    startWatcher(lifeline);
    setSignalMask(::sigemptyset);
    ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
}

void closeEnd(int &descriptor)
{
    if (descriptor >= 0)
        ::close(std::exchange(descriptor, -1));
}

} // namespace

CommandRun::CommandRun(CommandSettings settings, const QProcessEnvironment &environment)
    : m_settings(std::move(settings))
{
    m_process.setProgram(m_settings.program);
    m_process.setArguments(m_settings.arguments);
    m_process.setWorkingDirectory(m_settings.directory);
    m_process.setProcessEnvironment(environment);
    m_timeout.setSingleShot(true);
    m_patience.setSingleShot(true);
    connect(&m_process, &QProcess::started, this, &CommandRun::started);
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &CommandRun::readOutput);
    connect(&m_process, &QProcess::readyReadStandardError, this, &CommandRun::readErrors);
    connect(&m_process, &QProcess::finished, this, [this](int, QProcess::ExitStatus status) { finished(status); });
    // That it doesn't read its input is no failure.
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            failToStart(m_process.errorString());
    });
    connect(&m_timeout, &QTimer::timeout, this, [this] { stop(Ending::TimedOut); });
    connect(&m_patience, &QTimer::timeout, this, [this] { signal(SIGKILL); });
    connect(QThread::currentThread(), &QThread::finished, this, &CommandRun::abandon, Qt::DirectConnection);
}

CommandRun::~CommandRun()
{
    killAndWait();
}

void CommandRun::start(const QByteArray &input)
{
    if (m_isStopping)
        return end(m_ending);
    if (::pipe2(m_lifeline.data(), O_CLOEXEC) != 0)
        return failToStart(QString::fromLocal8Bit(std::strerror(errno)));
    m_process.setChildProcessModifier(
        [parent = ::getpid(), lifeline = m_lifeline[0]] { prepareChild(parent, lifeline); });
    m_input = input;
    m_process.start();
    m_group = pid_t(m_process.processId());
}

void CommandRun::failToStart(const QString &why)
{
    m_startFailure = why;
    end(Ending::NotStarted);
}

void CommandRun::started()
{
    closeEnd(m_lifeline[0]);
    m_process.write(std::exchange(m_input, {}));
    m_process.closeWriteChannel();
    if (m_settings.timeout.count() > 0)
        m_timeout.start(m_settings.timeout);
    if (m_isStopping)
        signal(SIGTERM);
}

void CommandRun::stop()
{
    stop(Ending::Stopped);
}

void CommandRun::stop(Ending why)
{
    if (m_isStopping || m_hasEnded)
        return;
    m_isStopping = true;
    m_ending = why;
    if (m_process.state() == QProcess::Running) // otherwise it is told once it has started
        signal(SIGTERM);
    m_patience.start(m_settings.patience);
}

// As long as a child of this program is in the group, its number is nobody else's.
void CommandRun::signal(int number) const
{
    siginfo_t child = {};
    if (m_group > 0 && ::waitid(P_PGID, id_t(m_group), &child, WEXITED | WNOHANG | WNOWAIT) == 0)
        ::kill(-m_group, number);
}

void CommandRun::killAndWait()
{
    m_process.disconnect(this);
    signal(SIGKILL);
    m_process.kill(); // it may not have a group yet
    m_process.waitForFinished(-1);
    endGroup();
}

// Once QProcess has waited for the command itself. What that has left running goes with it, and so does its watcher.
void CommandRun::endGroup()
{
    signal(SIGKILL);
    closeEnd(m_lifeline[0]);
    closeEnd(m_lifeline[1]);
    while (m_group > 0 && (::waitpid(-m_group, nullptr, 0) > 0 || errno == EINTR)) { }
    m_group = 0;
}

void CommandRun::readOutput()
{
    const QByteArray read = m_process.readAllStandardOutput();
    if (m_isStopping)
        return;
    m_output += read;
    if (m_output.size() > m_settings.largestOutput)
        stop(Ending::WroteTooMuch);
}

void CommandRun::readErrors()
{
    emit said(m_process.readAllStandardError());
}

void CommandRun::finished(QProcess::ExitStatus status)
{
    if (m_isStopping)
        end(m_ending);
    else
        end(status == QProcess::CrashExit ? Ending::Signalled : Ending::Exited);
}

// Who hears of it may destroy this, so it isn't told from inside of the process' own signals. Nor does the group end
// there: QProcess tells of a failure to start before it has waited for its child.
void CommandRun::end(Ending ending)
{
    m_ending = ending;
    m_hasEnded = true;
    m_timeout.stop();
    m_patience.stop();
    const auto tell = [this] {
        endGroup();
        emit ended();
    };
    QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
}

// The thread has ended, and with it whatever would tell of the end.
void CommandRun::abandon()
{
    killAndWait();
    if (!std::exchange(m_hasEnded, true))
        m_ending = Ending::Stopped;
    emit ended();
}

} // namespace signalbox::jobs
