// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "telemetry/line_buffer.h"

#include <atomic>
#include <cstddef>
#include <deque>
#include <mutex>
#include <vector>

namespace signalbox::telemetry {

// What waits for the log's writer: bounded in bytes and in messages, and counts the lines that found no room. Any
// thread.
class LogBacklog {
public:
    LogBacklog(qint64 maxBytes, int maxMessages);

    // Takes room for a message; false when there is none, and its lines are counted as dropped.
    bool admit(qint64 bytes, int lines);
    void leave(qint64 bytes); // it has been written
    void drop(int lines) { m_dropped.fetch_add(lines, std::memory_order_relaxed); }
    qint64 dropped() const { return m_dropped.load(std::memory_order_relaxed); }

    // Batches wait without being copied: who hands one in gets an empty buffer for it, one that was written before.
    struct Batch {
        LineBuffer lines;
        int count = 0;
    };
    void push(LineBuffer &lines, int count);
    Batch takeOldest(); // an empty one when none waits
    void giveBack(LineBuffer written);

private:
    static constexpr std::size_t maxSpare = 4;

    const qint64 m_maxBytes;
    const int m_maxMessages;
    std::atomic<qint64> m_bytes = 0;
    std::atomic<int> m_messages = 0;
    std::atomic<qint64> m_dropped = 0;

    std::mutex m_mutex; // of what follows
    std::deque<Batch> m_batches;
    std::vector<LineBuffer> m_spare;
};

} // namespace signalbox::telemetry
