// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "histogram.h"

#include <array>

namespace signalbox::telemetry {

class EncodedRecord;

// Figures of some requests during one step of time. Cells add up: over time, and over routes.
struct Cell {
    // Classes of status: [0] is aborted before an answer, [1] to [5] are 1xx to 5xx.
    static constexpr int classCount = 6;

    quint64 requests = 0;
    quint64 errors = 0; // 5xx and aborted
    quint64 slow = 0;
    quint64 bytesIn = 0;
    quint64 bytesOut = 0;
    quint64 durationUs = 0; // of all together
    quint64 maxUs = 0;
    std::array<quint64, classCount> classes{};
    // Of the whole server, not of a route. Of cells that are merged, the greatest.
    quint64 activeMax = 0;
    quint64 connections = 0;
    quint64 loopDelayUs = 0;
    Histogram latency;

    void record(const EncodedRecord &record);
    void merge(const Cell &other);
    void clear(); // keeps its memory

    void appendTo(QByteArray &bytes) const;
    // Adds what appendTo() wrote and takes it off the front of `bytes`. False if it is damaged.
    bool mergeFrom(QByteArrayView &bytes);
};

} // namespace signalbox::telemetry
