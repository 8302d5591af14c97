// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/back_off.h"
#include "redis/handshake.h"
#include "redis/link.h"
#include "redis/reply_reader.h"
#include "redis/server_target.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace signalbox::redis {

// What a session tells whoever uses it, on its thread. It may be destroyed by any of these but readingBegins().
class SessionUser {
public:
    virtual void sessionUp() = 0; // Redis has answered PING
    virtual void sessionTrying() = 0; // to connect again
    virtual void sessionDown(const Trouble &trouble, bool triesAtOnce) = 0; // or not up, after a try
    virtual void sessionMoved(const Target &target) = 0; // the target is another: whatever was sent is lost
    virtual void readingBegins() = 0;
    virtual void sessionReplied(Reply &&reply, BackOff::Clock::time_point at) = 0;
    virtual void readingEnds() = 0; // unless it is gone

protected:
    ~SessionUser() = default;
};

// Keeps a connection to a server: connects, greets, and does so again with back-off when it is lost. One thread, with
// an event loop.
class Session : public QObject {
    Q_OBJECT
public:
    using Clock = BackOff::Clock;

    struct Settings {
        QByteArray name; // for CLIENT SETNAME
        std::chrono::milliseconds connectDeadline{1000}; // with the greeting
        std::chrono::milliseconds shortestBackOff{50};
        std::chrono::milliseconds longestBackOff{1000};
        qsizetype largestReply = qsizetype(64) << 20;
    };

    Session(Settings settings, std::shared_ptr<ServerTarget> target, SessionUser &user);
    ~Session() override;

    void start(); // once; sessionMoved() tells where to
    bool isUp() const { return m_phase == Phase::Up; }

    void write(QByteArrayView bytes) { m_link.write(bytes); }
    qsizetype unsent() const { return m_link.unsent(); }

    // Gives the connection up. It is tried again: at once if it had been good for a while.
    void fail(const Trouble &trouble);

private:
    enum class Phase { Idle, Connecting, Greeting, Up, Waiting };

    void moveTo(const Target &target);
    void tryToConnect();
    void greet();
    void greeted(const Reply &reply);
    void receive();
    void read();
    bool takeReplies(Clock::time_point at); // false: the connection is no longer this one, or this is gone
    void drop();
    void tryLater();

    const Settings m_settings;
    const std::shared_ptr<ServerTarget> m_serverTarget;
    SessionUser &m_user;
    Target m_current;
    Link m_link;
    std::unique_ptr<ReplyReader> m_reader; // of this connection
    Handshake m_handshake;
    BackOff m_backOff;
    QTimer m_timer; // the deadline while connecting, else the next try
    Phase m_phase = Phase::Idle;
    Clock::time_point m_upSince{};
    quint64 m_connection = 0; // counts them
    bool *m_isGone = nullptr; // set by the destructor, while replies are given
};

} // namespace signalbox::redis
