// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "redis/pending.h"

#include "redis/client.h"

#include <utility>

namespace signalbox::redis {

Pending::Pending(Pending &&other) noexcept
    : m_client(std::exchange(other.m_client, nullptr))
    , m_number(other.m_number)
    , m_waiting(std::exchange(other.m_waiting, nullptr))
    , m_spans(std::exchange(other.m_spans, nullptr))
    , m_from(other.m_from)
    , m_to(other.m_to)
    , m_name(std::move(other.m_name))
    , m_evaluation(std::move(other.m_evaluation))
    , m_failure(std::move(other.m_failure))
    , m_reply(std::move(other.m_reply))
{
    if (m_client)
        m_client->moved(m_number, this);
}

Pending::~Pending()
{
    if (m_client)
        m_client->moved(m_number, nullptr);
}

Reply Pending::take()
{
    const bool isError = m_reply.kind == Reply::Kind::Error;
    if (m_spans)
        addSpan(m_failure || isError);
    if (m_failure)
        throw RedisError(*m_failure);
    if (isError)
        throw RedisError::ofReply(m_reply.bytes);
    return std::move(m_reply);
}

void Pending::addSpan(bool failed)
{
    m_spans->addSpan(QByteArrayLiteral("redis"), std::move(m_name), m_from, m_to, failed);
}

void Pending::answer(Reply &&reply, Clock::time_point at)
{
    m_reply = std::move(reply);
    m_to = at;
    resume();
}

void Pending::fail(std::shared_ptr<const RedisError> failure, Clock::time_point at)
{
    m_failure = std::move(failure);
    m_to = at;
    resume();
}

void Pending::resume()
{
    m_client = nullptr;
    if (const auto waiting = std::exchange(m_waiting, nullptr))
        waiting.resume();
}

} // namespace signalbox::redis
