// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFuture>
#include <QMutex>
#include <QStringList>
#include <QThread>

namespace signalbox {

struct Application;
class JobEngineCore;

// The thread that works on this server's own queues. Belongs to the Server's thread, which calls it; its signals come
// from its own thread.
class JobEngine : public QThread {
    Q_OBJECT
public:
    explicit JobEngine(Application &application); // outlives it
    ~JobEngine() override; // ends the thread; jobs that still run are others' once their locks have expired

    void begin();
    void drain(); // takes no more jobs; drained() follows once none runs
    void dropAll(); // dropped(), then drained()

    // Tells a job that runs here to stop; false when none of that id does. Any thread.
    QFuture<bool> cancel(const QByteArray &base, const QByteArray &jobId, const QString &why);

signals:
    void drained();
    void dropped(const QStringList &jobs);

private:
    void run() override;

    Application &m_application;
    QMutex m_mutex; // for what follows
    JobEngineCore *m_core = nullptr; // on the thread's stack, while it runs
    bool m_isToDrain = false;
};

} // namespace signalbox
