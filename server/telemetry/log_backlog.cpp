// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/log_backlog.h"

#include <utility>

namespace signalbox::telemetry {

LogBacklog::LogBacklog(qint64 maxBytes, int maxMessages)
    : m_maxBytes(maxBytes)
    , m_maxMessages(maxMessages)
{
}

bool LogBacklog::admit(qint64 bytes, int lines)
{
    if (m_bytes + bytes > m_maxBytes || m_messages >= m_maxMessages) {
        drop(lines);
        return false;
    }
    m_bytes += bytes;
    ++m_messages;
    return true;
}

void LogBacklog::leave(qint64 bytes)
{
    m_bytes -= bytes;
    --m_messages;
}

void LogBacklog::push(LineBuffer &lines, int count)
{
    const std::lock_guard lock(m_mutex);
    m_batches.push_back({std::exchange(lines, {}), count});
    if (m_spare.empty())
        return;
    lines = std::move(m_spare.back());
    m_spare.pop_back();
}

LogBacklog::Batch LogBacklog::takeOldest()
{
    const std::lock_guard lock(m_mutex);
    if (m_batches.empty())
        return {};
    Batch batch = std::move(m_batches.front());
    m_batches.pop_front();
    return batch;
}

void LogBacklog::giveBack(LineBuffer written)
{
    written.clear();
    const std::lock_guard lock(m_mutex);
    if (m_spare.size() < maxSpare)
        m_spare.push_back(std::move(written));
}

} // namespace signalbox::telemetry
