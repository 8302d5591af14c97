// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "telemetry/record_ring.h"

#include <vector>

namespace signalbox::telemetry {

// The slowest requests of each route in each 10 s, so that they are there when the traffic has long pushed the rest
// out of the journal. Bounded in bytes. Collector's thread only.
class SlowestRequests {
public:
    static constexpr std::size_t perStep = 10; // for each route

    explicit SlowestRequests(qint64 maxBytes);
    void offer(const EncodedRecord &record, int route, quint64 sequence);
    void closeStep();

    const RecordRing &kept() const { return m_kept; }

private:
    struct Candidate {
        qint64 durationUs;
        quint64 sequence;
        std::vector<quint64> bytes; // 8-aligned
    };
    static bool isSlower(const Candidate &a, const Candidate &b) { return a.durationUs > b.durationUs; }

    RecordRing m_kept;
    std::vector<std::vector<Candidate>> m_open; // by route; a heap with the fastest on top
};

} // namespace signalbox::telemetry
