// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QCoro/QCoroTask>
#include <QHash>
#include <QHostAddress>
#include <QMutex>

#include <chrono>
#include <functional>
#include <list>
#include <optional>
#include <vector>

namespace signalbox::telemetry {
class SpanSink;
}

namespace signalbox::auth {

// Where a login comes from and whom it names.
struct LoginAttempt {
    QByteArray address; // see addressKey()
    QByteArray account; // the email in its compared form
};

// Limits failed logins, so that passwords can't be guessed: for an address and account together, and for an address.
// An attempt counts as failed from its beginning, so that many at once can't pass before the first has failed. Any
// thread; asynchronous, since the counters may be shared with other servers; `spans`, unless null, is told of that.
class LoginLimiter {
public:
    struct Limits {
        int perAccount = 5; // failures, of an address
        int perAddress = 100;
        std::chrono::milliseconds window = std::chrono::minutes(15);
    };

    virtual ~LoginLimiter() = default;

    // Counts the attempt; after how long to try again when it may not be made, which then doesn't count.
    virtual QCoro::Task<std::optional<std::chrono::seconds>> begin(telemetry::SpanSink *spans,
                                                                   LoginAttempt attempt) = 0;
    // Forgets the account's failures.
    virtual QCoro::Task<> succeeded(telemetry::SpanSink *spans, LoginAttempt attempt) = 0;
    // It was not decided: 503 and the like.
    virtual QCoro::Task<> takeBack(telemetry::SpanSink *spans, LoginAttempt attempt) = 0;
};

// An address as the limits know it: of IPv6 the /64 network, which one client has to itself.
QByteArray addressKey(const QHostAddress &address);

// Keeps the counters in memory: exact for one process, gone with it. Bounded; when it is full, those that were not
// touched for longest go first.
class MemoryLoginLimiter : public LoginLimiter {
public:
    using Clock = std::function<qint64()>; // milliseconds, never going back

    explicit MemoryLoginLimiter(Limits limits, std::size_t mostKeys = 50'000, Clock clock = {});

    QCoro::Task<std::optional<std::chrono::seconds>> begin(telemetry::SpanSink *spans, LoginAttempt attempt) override;
    QCoro::Task<> succeeded(telemetry::SpanSink *spans, LoginAttempt attempt) override;
    QCoro::Task<> takeBack(telemetry::SpanSink *spans, LoginAttempt attempt) override;

    // How long each of the attempt's failures still counts, the one that ends first in front. Counts nothing itself.
    struct Counted {
        std::vector<std::chrono::milliseconds> ofAddress;
        std::vector<std::chrono::milliseconds> ofAccount;
    };
    Counted counted(const LoginAttempt &attempt) const;
    std::size_t keys() const;

private:
    struct Failures {
        QByteArray key;
        std::vector<qint64> at; // the oldest first
    };
    using Order = std::list<Failures>; // the one touched last first

    std::optional<std::chrono::seconds> count(const LoginAttempt &attempt);
    Failures &touch(const QByteArray &key, qint64 now);
    void remove(const QByteArray &key, bool all);
    std::vector<std::chrono::milliseconds> left(const QByteArray &key, qint64 now) const;
    std::optional<qint64> freeIn(const Failures &failures, int most, qint64 now) const;
    static QByteArray accountKey(const LoginAttempt &attempt);

    Limits m_limits;
    std::size_t m_mostKeys;
    Clock m_clock;
    mutable QMutex m_mutex;
    Order m_order;
    QHash<QByteArray, Order::iterator> m_byKey;
};

} // namespace signalbox::auth
