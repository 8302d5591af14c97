// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

namespace signalbox::test {

// The real program in a process of its own, with a home and a data folder that nobody else uses.
class Program {
public:
    Program();
    ~Program(); // kills it if it still runs

    void setVariable(const QString &name, const QString &value);
    void unsetVariable(const QString &name);
    QString writeFile(const QString &name, const QByteArray &text); // gives its whole name
    QString dataDirectory() const;

    void start(const QStringList &arguments);
    void startServing(const QStringList &arguments); // headless on a free port; returns once it listens
    bool waitForEnd();
    void signal(int number);

    bool isRunning() const;
    quint16 port() const { return m_port; }
    int exitCode() const { return m_process.exitCode(); }
    bool ended() const { return m_process.exitStatus() == QProcess::NormalExit; }
    QByteArray output() const { return m_output; }
    QByteArray errors();
    bool waitForLog(const QByteArray &text);

private:
    QTemporaryDir m_home;
    QProcessEnvironment m_environment;
    QProcess m_process;
    QByteArray m_output;
    QByteArray m_errors;
    quint16 m_port = 0;
};

} // namespace signalbox::test
