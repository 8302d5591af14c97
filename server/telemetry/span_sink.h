// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

#include <chrono>

namespace signalbox::telemetry {

// Who wants to know what the pieces of its work took: a request, a job. Used on the thread of who it belongs to,
// while it lives.
class SpanSink {
public:
    using Clock = std::chrono::steady_clock;

    virtual ~SpanSink() = default;

    // Adds what was timed elsewhere, on another thread say.
    virtual void addSpan(QByteArray kind, QByteArray name, Clock::time_point from, Clock::time_point to,
                         bool failed = false) = 0;
};

} // namespace signalbox::telemetry
