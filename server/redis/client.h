// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "redis/circuit_breaker.h"
#include "redis/client_monitor.h"
#include "redis/pending.h"
#include "redis/script.h"
#include "redis/session.h"
#include "redis/word.h"

#include <QBasicTimer>
#include <QHash>
#include <QObject>

#include <deque>
#include <span>

namespace signalbox::redis {

struct ClientSettings {
    QByteArray name = "server"; // CLIENT LIST shows signalbox:server, unless the session has a name of its own
    std::chrono::milliseconds deadline{250}; // of each command
    std::size_t outstanding = 10'000; // commands without a reply, the dropped too
    qsizetype unsent = qsizetype(16) << 20; // bytes that Redis hasn't taken
    Session::Settings session = {};
};

// A connection to Redis, of one thread with an event loop. Commands that are made in one turn of the loop go out in one
// write. While Redis is away or too slow they fail at once. Whoever waits when it goes hears Unavailable.
class Client : public QObject, private SessionUser {
    Q_OBJECT
public:
    using Clock = Pending::Clock;

    Client(ClientSettings settings, std::shared_ptr<ServerTarget> target, std::shared_ptr<ClientMonitor> monitor);
    Client(ClientSettings settings, const RedisUrl &url);
    ~Client() override;

    // `spans` may be null, and outlives the wait. Arguments are bytes and integers.
    template <typename... Args> Pending command(telemetry::SpanSink *spans, QByteArrayView name, const Args &...args)
    {
        const Word words[] = {Word(name), Word(args)...};
        return send(spans, words);
    }
    Pending command(telemetry::SpanSink *spans, const QByteArrayList &words);
    // In the order of the calls. Each connection sends the text once, then the digest. What Redis forgets (SCRIPT
    // FLUSH) is sent again, after what was sent meanwhile.
    Pending run(telemetry::SpanSink *spans, const Script &script, const QByteArrayList &keys,
                const QByteArrayList &arguments);

    // For who handles several events in a row: what is asked between hold() and release() goes out at the latter, if
    // not before.
    void hold() { ++m_holds; }
    void release();

    bool isUp() const { return m_session.isUp(); }
    const ClientMonitor &monitor() const { return *m_monitor; }

protected:
    bool event(QEvent *event) override;
    void timerEvent(QTimerEvent *event) override;

private:
    friend class Pending;
    struct Sent {
        Pending *who; // null: it is gone, or was told that it took too long
        Clock::time_point at;
        bool isTimedOut = false;
    };

    Pending send(telemetry::SpanSink *spans, std::span<const Word> words);
    void moved(quint64 number, Pending *who);

    void noteInterruption();
    bool prepare(Pending &pending, qsizetype size);
    std::shared_ptr<const RedisError> refusalOf(qsizetype size) const;
    void enqueue(Pending &pending, Clock::time_point at);
    void appendEvaluation(Pending &pending);
    void evaluateAgain(Pending &pending);
    void scheduleFlush();
    void flush();

    void sessionUp() override;
    void sessionTrying() override;
    void sessionDown(const Trouble &trouble, bool triesAtOnce) override;
    void sessionMoved(const Target &target) override;
    void readingBegins() override { hold(); }
    void sessionReplied(Reply &&reply, Clock::time_point at) override;
    void readingEnds() override { release(); }

    void answer(const Sent &sent, Reply &&reply, Clock::time_point at);
    Sent takeOldest();
    void judgeOldest();
    void timeOut(Clock::time_point now);
    void failAll(const std::shared_ptr<const RedisError> &failure);
    void publish(State::Kind kind, const Trouble &trouble = {});

    const ClientSettings m_settings;
    const std::shared_ptr<ClientMonitor> m_monitor;
    std::deque<Sent> m_sent; // by time
    quint64 m_first = 0; // the number of the first of them
    quint64 m_judged = 0; // those before this one were found to be too late
    QByteArray m_unsent;
    QHash<const Script *, quint64> m_textSent; // on this connection: the number of the command that carried it last
    CircuitBreaker m_breaker;
    std::shared_ptr<const RedisError> m_refusal; // of what is asked while the breaker is open, or there is no Redis
    ClientMonitor::Link m_link; // as it was last published
    int m_holds = 0;
    bool m_wasUp = false; // ever
    bool m_flushIsDue = false;
    int m_unsentScripts = 0;
    bool m_isLastLook = false;
    bool *m_isGone = nullptr; // set by the destructor, while those who wait are told of a failure
    QBasicTimer m_timer; // the deadline of the oldest, or sooner
    Session m_session;
};

} // namespace signalbox::redis
