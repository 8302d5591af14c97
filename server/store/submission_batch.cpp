// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/submission_batch.h"

#include "store/lane.h"

#include <algorithm>

namespace signalbox::store {

namespace {

thread_local SubmissionBatch *current = nullptr; // that keeps back

} // namespace

void SubmissionBatch::begin()
{
    Q_ASSERT(!current);
    current = this;
}

void SubmissionBatch::handOver()
{
    if (current == this)
        current = nullptr;
    for (auto &[lane, entries] : m_kept) {
        if (!entries.empty())
            lane->submit(std::exchange(entries, {}));
    }
}

bool SubmissionBatch::add(Lane &lane, const LaneQueue::Entry &entry)
{
    if (!current)
        return false;
    auto &kept = current->m_kept;
    auto found = std::ranges::find(kept, &lane, [](const auto &pair) { return pair.first; });
    if (found == kept.end())
        found = kept.insert(kept.end(), {&lane, {}});
    found->second.push_back(entry);
    return true;
}

} // namespace signalbox::store
