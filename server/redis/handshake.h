// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "redis/redis_url.h"
#include "redis/reply.h"
#include "redis/trouble.h"

#include <QByteArrayList>

#include <optional>
#include <vector>

namespace signalbox::redis {

// What is said first on a connection (AUTH, SELECT, CLIENT SETNAME, PING), and whether Redis agrees. One thread.
class Handshake {
public:
    Handshake() = default;
    Handshake(const RedisUrl &url, const QByteArray &name);

    QByteArray bytes() const; // to be sent
    // Takes in the next reply; what stands in the way, if anything does.
    std::optional<Trouble> replied(const Reply &reply);
    bool isDone() const { return m_replies == m_commands.size(); }

private:
    enum class Step { Authenticate, Select, Name, Ping };
    struct Command {
        Step step;
        QByteArrayList words;
    };

    static std::optional<Trouble> troubleOf(Step step, const QByteArray &error);

    std::vector<Command> m_commands;
    std::size_t m_replies = 0;
};

} // namespace signalbox::redis
