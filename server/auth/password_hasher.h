// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QCoro/QCoroTask>

#include <memory>

namespace signalbox {
class ComputePool;
}
namespace signalbox::telemetry {
class SpanSink;
}

namespace signalbox::auth {

// Hashes and checks passwords by bcrypt (`$2b$`), on the compute pool. Any thread; a coroutine goes on on the thread
// that awaits it, which must run an event loop.
class PasswordHasher {
public:
    static constexpr int leastCost = 4;
    static constexpr int mostCost = 15;
    static constexpr qsizetype longestPassword = 72; // bytes: bcrypt looks at no more

    struct Settings {
        int cost = 12; // the logarithm of the work
        // That wait for their turn; beyond, 503 with Retry-After. They wait here and not in the pool's queue, so that
        // other work never waits behind more than one password for each thread.
        int waiting = 64;
    };

    PasswordHasher(ComputePool &pool, Settings settings);
    ~PasswordHasher();
    PasswordHasher(const PasswordHasher &) = delete;
    PasswordHasher &operator=(const PasswordHasher &) = delete;

    // Whether bcrypt can take it: at most 72 bytes, none of them NUL.
    static bool isHashable(const QByteArray &password);

    // AppError 503 when too many wait. `spans` may be null.
    QCoro::Task<QByteArray> hash(telemetry::SpanSink *spans, QByteArray password);
    // With an empty `hash`, for someone who doesn't exist, it computes as much and is false.
    QCoro::Task<bool> verify(telemetry::SpanSink *spans, QByteArray password, QByteArray hash);

    // Likewise, but on this thread, at start: a quarter of a second with the default cost.
    QByteArray hashNow(const QByteArray &password) const;
    bool verifyNow(const QByteArray &password, const QByteArray &hash) const;

    quint64 computed() const; // bcrypt computations so far, of which every check is one

private:
    class Queue;

    std::shared_ptr<Queue> m_queue; // also kept by the work on the pool
    Settings m_settings;
    QByteArray m_nobody; // a hash of the same cost, which no password is known to have
};

} // namespace signalbox::auth
