// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "redis/client.h"
#include "support/redis_outcome.h"
#include "support/redis_server.h"

#include <QDeadlineTimer>

namespace signalbox::test {

// Another program's connection to a test's Redis: main thread.
class RedisWords {
public:
    explicit RedisWords(const RedisServer &server)
        : m_client(settings(), server.url())
    {
    }

    // Waits for a Redis that isn't there yet: a busy machine may not have let this one connect in time.
    redis::Reply say(const QByteArrayList &words)
    {
        const QDeadlineTimer patience(20'000);
        for (;;) {
            const RedisOutcome outcome = outcomeOf(m_client.command(nullptr, words));
            if (outcome.isDone && !outcome.error)
                return outcome.reply;
            if (!outcome.isKind(redis::RedisError::Kind::Unavailable) || patience.hasExpired())
                qFatal("%s: %s", words.join(' ').constData(),
                       outcome.error ? qPrintable(outcome.error->detail()) : "no reply");
            QTest::qWait(10);
        }
    }
    QByteArray value(const QByteArray &key) { return say({"GET", key}).bytes; }
    bool exists(const QByteArray &key) { return say({"EXISTS", key}).integer == 1; }
    QByteArrayList keys() // sorted
    {
        QByteArrayList keys;
        for (const auto &key : say({"KEYS", "*"}).items)
            keys.append(key.bytes);
        std::sort(keys.begin(), keys.end());
        return keys;
    }

private:
    static redis::ClientSettings settings()
    {
        redis::ClientSettings settings;
        settings.name = "test";
        settings.deadline = std::chrono::seconds(10);
        return settings;
    }

    redis::Client m_client;
};

} // namespace signalbox::test
