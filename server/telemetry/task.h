// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDeadlineTimer>

namespace signalbox::telemetry {

// A question that may take long to answer: done in steps, between which the collector takes in what is new.
// Nothing in the archive may be pointed to from one step to the next. Collector's thread only.
class Task {
public:
    virtual ~Task() = default;
    // Works until done (true, having answered) or, soon after the deadline, until the next step (false).
    virtual bool step(const QDeadlineTimer &deadline) = 0;
};

// Tells when to stop without a look at the clock each time.
class Pace {
public:
    explicit Pace(const QDeadlineTimer &deadline)
        : m_deadline(deadline)
    {
    }
    bool isOver() { return ++m_count % 128 == 0 && m_deadline.hasExpired(); }

private:
    const QDeadlineTimer &m_deadline;
    int m_count = 0;
};

} // namespace signalbox::telemetry
