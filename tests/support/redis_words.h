// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "redis/client.h"
#include "support/redis_server.h"

#include <QCoroTask>

namespace signalbox::test {

// Another program's connection to a test's Redis: main thread.
class RedisWords {
public:
    explicit RedisWords(const RedisServer &server)
        : m_client(settings(), server.url())
    {
    }

    redis::Reply say(const QByteArrayList &words) { return QCoro::waitFor(answer(m_client, words)); }
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
    static QCoro::Task<redis::Reply> answer(redis::Client &client, QByteArrayList words)
    {
        co_return co_await client.command(nullptr, words);
    }

    redis::Client m_client;
};

} // namespace signalbox::test
