// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/slowest_requests.h"

#include <algorithm>
#include <cstring>

namespace signalbox::telemetry {

SlowestRequests::SlowestRequests(qint64 maxBytes)
    : m_kept(maxBytes)
{
}

void SlowestRequests::offer(const EncodedRecord &record, int route, quint64 sequence)
{
    const auto index = static_cast<std::size_t>(route);
    if (index >= m_open.size())
        m_open.resize(index + 1);
    auto &heap = m_open[index];
    const EncodedRecord::Head &head = record.head();
    if (heap.size() == perStep) {
        if (head.durationUs <= heap.front().durationUs)
            return;
        std::pop_heap(heap.begin(), heap.end(), isSlower);
        heap.pop_back();
    }
    Candidate candidate{head.durationUs, sequence, std::vector<quint64>(head.size / sizeof(quint64))};
    std::memcpy(candidate.bytes.data(), record.bytes(), head.size);
    heap.push_back(std::move(candidate));
    std::push_heap(heap.begin(), heap.end(), isSlower);
}

void SlowestRequests::closeStep()
{
    std::vector<Candidate> all;
    for (auto &heap : m_open) {
        std::move(heap.begin(), heap.end(), std::back_inserter(all));
        heap.clear();
    }
    std::sort(all.begin(), all.end(), [](const Candidate &a, const Candidate &b) { return a.sequence < b.sequence; });
    for (const Candidate &candidate : all)
        m_kept.append(EncodedRecord(reinterpret_cast<const char *>(candidate.bytes.data())), candidate.sequence);
}

} // namespace signalbox::telemetry
