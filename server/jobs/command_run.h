// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/command_settings.h"

#include <QProcess>
#include <QTimer>

#include <array>
#include <sys/types.h>

namespace signalbox::jobs {

// One run of a command, as a child process in a session of its own, where SIGTERM and SIGKILL reach what it has started
// too. All of its group ends when this program or the thread that started it does, whatever ends it. One thread, with
// an event loop.
class CommandRun : public QObject {
    Q_OBJECT
public:
    CommandRun(CommandSettings settings, const QProcessEnvironment &environment);
    ~CommandRun() override; // at once, if it still runs

    void start(const QByteArray &input); // on its standard input; ended() follows
    void stop(); // ended() follows

    enum class Ending : quint8 { Exited, Signalled, NotStarted, Stopped, TimedOut, WroteTooMuch };
    bool hasEnded() const { return m_hasEnded; }
    Ending ending() const { return m_ending; }
    int code() const { return m_process.exitCode(); } // the number of the signal, if one ended it
    const QByteArray &output() const { return m_output; }
    QString startFailure() const { return m_startFailure; }

signals:
    void said(const QByteArray &bytes); // on standard error
    void ended(); // this may be destroyed then

private:
    void stop(Ending why);
    void signal(int number) const; // to its group
    void killAndWait();
    void endGroup();
    void failToStart(const QString &why);
    void started();
    void readOutput();
    void readErrors();
    void finished(QProcess::ExitStatus status);
    void end(Ending ending);
    void abandon();

    const CommandSettings m_settings;
    QProcess m_process;
    std::array<int, 2> m_lifeline{-1, -1}; // a pipe: its watcher's end until it has started, and this program's
    pid_t m_group = 0; // until nothing of it is left
    QByteArray m_input;
    QByteArray m_output;
    QString m_startFailure;
    QTimer m_timeout;
    QTimer m_patience;
    Ending m_ending = Ending::Exited;
    bool m_isStopping = false; // m_ending says why
    bool m_hasEnded = false;
};

} // namespace signalbox::jobs
