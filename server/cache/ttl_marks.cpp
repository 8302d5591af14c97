// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cache/ttl_marks.h"

#include "redis/clients.h"

namespace signalbox::cache {

namespace {

QByteArray markOf(const Namespace &space)
{
    return "cache:ttl:" + space.name();
}

} // namespace

TtlMarks::TtlMarks(redis::Clients &clients, const std::vector<std::unique_ptr<Namespace>> &spaces)
    : m_clients(clients)
    , m_spaces(spaces)
{
}

QCoro::Task<bool> TtlMarks::isMarked(const Namespace &space)
{
    const QByteArray mark = markOf(space);
    const redis::Reply reply = co_await m_clients.here().command(nullptr, "EXISTS", mark);
    co_return reply.integer > 0;
}

QCoro::Task<> TtlMarks::update()
{
    for (const auto &space : m_spaces) {
        const bool usesTtl = space->strategy() == Strategy::Ttl;
        if (space->isSuspended()) // asked after the strategy: what `ttl` left is still there
            continue;
        if (m_known.contains(space.get()) && m_known.value(space.get()) == usesTtl)
            continue;
        co_await set(*space, usesTtl);
        m_known.insert(space.get(), usesTtl);
    }
}

QCoro::Task<> TtlMarks::set(const Namespace &space, bool isMarked)
{
    const QByteArray mark = markOf(space);
    try {
        if (isMarked)
            co_await m_clients.here().command(nullptr, "SET", mark, "1");
        else
            co_await m_clients.here().command(nullptr, "DEL", mark);
    } catch (const redis::RedisError &error) {
        if (error.kind() != redis::RedisError::Kind::Refused) // else it takes no writes, and so no values either
            throw;
    }
}

void TtlMarks::forget()
{
    m_known.clear();
}

} // namespace signalbox::cache
