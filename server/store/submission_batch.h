// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "store/lane_queue.h"

#include <utility>
#include <vector>

namespace signalbox::store {

class Lane;

// Keeps back what its thread gives to a DatabasePool, for who handles events in a row: handed over at once, it wakes a
// thread of the pool once. Of one thread, which has no other; the pool outlives what it keeps.
class SubmissionBatch {
public:
    SubmissionBatch() = default;
    ~SubmissionBatch() { handOver(); }
    SubmissionBatch(const SubmissionBatch &) = delete;
    SubmissionBatch &operator=(const SubmissionBatch &) = delete;

    void begin();
    void handOver();

    // For the pool: false when nothing is kept back on this thread.
    static bool add(Lane &lane, const LaneQueue::Entry &entry);

private:
    std::vector<std::pair<Lane *, LaneQueue::Entries>> m_kept; // few lanes, which stay
};

} // namespace signalbox::store
