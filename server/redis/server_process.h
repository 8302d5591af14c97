// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QProcess>

namespace signalbox::redis {

// A redis-server as a child process, which ends when this one or the thread that started it does, whatever ends it.
// One thread.
class ServerProcess : public QObject {
    Q_OBJECT
public:
    struct Settings {
        QString program;
        QString folder; // for its data
        QString socket;
        qint64 largestMemory = 0; // bytes; 0: no limit
        int lock = -1; // the descriptor that it inherits
    };

    explicit ServerProcess(Settings settings);
    ~ServerProcess() override; // at once, if it still runs

    void start(); // started() or ended() follows
    void terminate() { m_process.terminate(); }
    void kill() { m_process.kill(); }
    bool isRunning() const { return m_process.state() != QProcess::NotRunning; }
    qint64 processId() const { return m_process.processId(); }

signals:
    void started();
    void ended(const QString &how); // with the last that it said

private:
    QStringList arguments() const;
    static void prepareChild(int lock, int parent);
    void readOutput();
    QString howItEnded();

    const Settings m_settings;
    QProcess m_process;
    QByteArray m_output; // the end of it
};

} // namespace signalbox::redis
