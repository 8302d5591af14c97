// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/command_run.h"

#include <QThread>

#include <csignal>
#include <sys/prctl.h>
#include <unistd.h>

namespace signalbox::jobs {

namespace {

// Between fork and exec, where little is allowed. Of what is open here the child gets its three streams only.
void prepareChild(int parent)
{
    ::signal(SIGTERM, SIG_DFL);
    ::signal(SIGINT, SIG_DFL);
    ::setsid();
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent)
        ::_exit(1);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
}

} // namespace

CommandRun::CommandRun(CommandSettings settings, const QProcessEnvironment &environment)
    : m_settings(std::move(settings))
{
    m_process.setProgram(m_settings.program);
    m_process.setArguments(m_settings.arguments);
    m_process.setWorkingDirectory(m_settings.directory);
    m_process.setProcessEnvironment(environment);
    m_process.setChildProcessModifier([parent = ::getpid()] { prepareChild(parent); });
    m_timeout.setSingleShot(true);
    m_patience.setSingleShot(true);
    connect(&m_process, &QProcess::started, this, &CommandRun::started);
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &CommandRun::readOutput);
    connect(&m_process, &QProcess::readyReadStandardError, this, &CommandRun::readErrors);
    connect(&m_process, &QProcess::finished, this, [this](int, QProcess::ExitStatus status) { finished(status); });
    // That it doesn't read its input is no failure.
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            end(Ending::NotStarted);
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
    m_input = input;
    m_process.start();
}

void CommandRun::started()
{
    m_group = pid_t(m_process.processId());
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
    signal(SIGTERM);
    m_patience.start(m_settings.patience);
}

void CommandRun::signal(int number) const
{
    if (m_group > 0)
        ::kill(-m_group, number);
}

void CommandRun::killAndWait()
{
    m_process.disconnect(this);
    signal(SIGKILL);
    m_process.kill(); // it may not have a group yet
    m_process.waitForFinished(-1);
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

// What it has left running goes with it.
void CommandRun::finished(QProcess::ExitStatus status)
{
    signal(SIGKILL);
    m_group = 0;
    if (m_isStopping)
        end(m_ending);
    else
        end(status == QProcess::CrashExit ? Ending::Signalled : Ending::Exited);
}

// Who hears of it may destroy this, so it isn't told from inside of the process' own signals.
void CommandRun::end(Ending ending)
{
    m_ending = ending;
    m_hasEnded = true;
    m_timeout.stop();
    m_patience.stop();
    QMetaObject::invokeMethod(this, &CommandRun::ended, Qt::QueuedConnection);
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
