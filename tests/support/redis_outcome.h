// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "redis/client.h"

#include <QCoreApplication>
#include <QCoro/QCoroTask>
#include <QDeadlineTimer>
#include <QtTest>

#include <memory>
#include <optional>

namespace signalbox::test {

// How a command went.
struct RedisOutcome {
    bool isDone = false;
    redis::Reply reply;
    std::optional<redis::RedisError> error;
    std::chrono::steady_clock::time_point at{};

    bool isKind(redis::RedisError::Kind kind) const { return error && error->kind() == kind; }
};
using RedisOutcomePointer = std::shared_ptr<RedisOutcome>;

inline QCoro::Task<> keepOutcome(redis::Pending pending, RedisOutcomePointer outcome)
{
    try {
        outcome->reply = co_await pending;
    } catch (const redis::RedisError &error) {
        outcome->error = error;
    }
    outcome->at = std::chrono::steady_clock::now();
    outcome->isDone = true;
}

// Awaits it by the event loop.
inline RedisOutcomePointer watch(redis::Pending pending)
{
    auto outcome = std::make_shared<RedisOutcome>();
    keepOutcome(std::move(pending), outcome);
    return outcome;
}

inline RedisOutcome outcomeOf(redis::Pending pending)
{
    const auto outcome = watch(std::move(pending));
    const QDeadlineTimer patience(10'000);
    while (!outcome->isDone && !patience.hasExpired()) // QTRY_VERIFY looks every 50 ms, a reply takes one
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    [&] { QVERIFY(outcome->isDone); }();
    return *outcome;
}

} // namespace signalbox::test
