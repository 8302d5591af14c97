// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/redis_connection.h"

namespace signalbox::jobs {

using namespace Qt::Literals::StringLiterals;

redis::Client &RedisConnection::get() const
{
    if (!m_client)
        throw redis::RedisError(redis::RedisError::Kind::Unavailable, u"the worker has ended"_s);
    return *m_client;
}

void RedisConnection::leave()
{
    m_client = nullptr;
    while (!m_pauses.isEmpty()) { // each that goes on may end others
        WakeUp *pause = *m_pauses.cbegin();
        m_pauses.remove(pause);
        pause->wake();
    }
}

RedisConnection::Pause::Pause(std::shared_ptr<RedisConnection> connection)
    : m_connection(std::move(connection))
{
    m_connection->m_pauses.insert(&m_wakeUp);
}

RedisConnection::Pause::~Pause()
{
    m_connection->m_pauses.remove(&m_wakeUp);
}

} // namespace signalbox::jobs
