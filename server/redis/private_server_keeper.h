// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/back_off.h"
#include "redis/folder_lock.h"
#include "redis/private_server.h"
#include "redis/server_process.h"
#include "redis/session.h"

#include <QMutex>
#include <QTimer>

#include <optional>

namespace signalbox::redis {

// What a PrivateServer does, on its thread, where it is destroyed too.
class PrivateServerKeeper : public QObject, private SessionUser {
    Q_OBJECT
public:
    explicit PrivateServerKeeper(PrivateServer::Settings settings);
    ~PrivateServerKeeper() override;

    void begin();
    void stop(); // stopped() follows
    PrivateServer::Status status() const; // any thread

signals:
    void stopped();

private:
    using State = PrivateServer::State;

    void tryToStart();
    QString findProgram() const;
    bool prepareFolder();
    bool takeLock();
    void launch(const QString &program, const QString &socket);
    void ended(const QString &how);
    void forgetFailuresOfLongAgo(BackOff::Clock::time_point now);
    void tryLater(State state, const QString &error, const QString &hint, std::chrono::milliseconds after);
    void finish();
    void setStatus(State state, const QString &error = {}, const QString &hint = {});

    void sessionUp() override;
    void sessionTrying() override { }
    void sessionDown(const Trouble &, bool) override { }
    void sessionMoved(const Target &) override { }
    void readingBegins() override { }
    void sessionReplied(Reply &&, BackOff::Clock::time_point) override { }
    void readingEnds() override { }

    const PrivateServer::Settings m_settings;
    FolderLock m_lock;
    std::optional<BackOff::Clock::time_point> m_lockedSince; // by another
    QString m_ownFolder; // for the socket, if it needed one
    RedisUrl m_url;
    std::unique_ptr<ServerProcess> m_process;
    std::unique_ptr<Session> m_session; // sees when it answers
    BackOff m_backOff;
    QTimer m_timer; // the next try; when it stops, its deadline
    int m_failures = 0; // since it was up for long
    std::optional<BackOff::Clock::time_point> m_upSince;
    bool m_isStopping = false;
    mutable QMutex m_mutex; // for what follows
    PrivateServer::Status m_status;
};

} // namespace signalbox::redis
