// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "redis/redis_error.h"
#include "redis/reply.h"
#include "telemetry/span_sink.h"

#include <QByteArrayList>

#include <chrono>
#include <coroutine>
#include <memory>
#include <optional>

namespace signalbox::redis {

class Client;
class Script;

// The reply to a command that is on its way: `co_await` it once, on its client's thread. Throws RedisError when there
// is none, or it is an error. Several may be made before the first is awaited; they go out together. One that is
// destroyed earlier doesn't take its command back. The client may go first.
class [[nodiscard]] Pending {
public:
    using Clock = std::chrono::steady_clock;

    Pending(Pending &&other) noexcept;
    Pending(const Pending &) = delete;
    Pending &operator=(const Pending &) = delete;
    ~Pending();

    class Awaiter;
    Awaiter operator co_await() noexcept;

private:
    friend class Client;
    struct Evaluation { // what a script that Redis has forgotten is sent again with
        const Script &script;
        QByteArrayList keys;
        QByteArrayList arguments;
    };

    Pending() = default;
    Reply take();
    void answer(Reply &&reply, Clock::time_point at); // resumes who waits: this may be gone then
    void fail(std::shared_ptr<const RedisError> failure, Clock::time_point at); // likewise
    void resume();
    void addSpan(bool failed);

    Client *m_client = nullptr; // until it is answered
    quint64 m_number = 0; // among the client's
    std::coroutine_handle<> m_waiting;
    telemetry::SpanSink *m_spans = nullptr;
    Clock::time_point m_from{};
    Clock::time_point m_to{};
    QByteArray m_name; // of the span, if there is to be one
    std::unique_ptr<Evaluation> m_evaluation;
    std::shared_ptr<const RedisError> m_failure;
    Reply m_reply;
};

// Apart from it, since some compilers copy what they await.
class Pending::Awaiter {
public:
    explicit Awaiter(Pending &pending)
        : m_pending(pending)
    {
    }

    bool await_ready() const noexcept { return !m_pending.m_client; }
    void await_suspend(std::coroutine_handle<> waiting) noexcept { m_pending.m_waiting = waiting; }
    Reply await_resume() { return m_pending.take(); }

private:
    Pending &m_pending;
};

inline Pending::Awaiter Pending::operator co_await() noexcept
{
    return Awaiter(*this);
}

} // namespace signalbox::redis
