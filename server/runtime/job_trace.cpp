// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "runtime/job_trace.h"

#include "telemetry/encoded_record.h"

#include <QDateTime>

#include <algorithm>

namespace signalbox {

using std::chrono::duration_cast;
using std::chrono::microseconds;

JobTrace::JobTrace(const jobs::JobRecord &job, QByteArray runId, QByteArray traceId, QByteArray spanId)
    : m_runId(std::move(runId))
    , m_traceId(std::move(traceId))
    , m_spanId(std::move(spanId))
    , m_start(Clock::now())
    , m_atUs(QDateTime::currentMSecsSinceEpoch() * 1000)
{
    const qint64 runnable = job.timestamp + job.options.delay;
    if (job.attemptsMade == 0 && job.processedOn && *job.processedOn > runnable)
        m_spans.append({"queue",
                        "wait in the queue",
                        {},
                        (runnable - *job.processedOn) * 1000,
                        (*job.processedOn - runnable) * 1000,
                        false});
}

qint64 JobTrace::durationUs() const
{
    return duration_cast<microseconds>(Clock::now() - m_start).count();
}

void JobTrace::addSpan(QByteArray kind, QByteArray name, Clock::time_point from, Clock::time_point to, bool failed)
{
    m_spans.append({std::move(kind),
                    std::move(name),
                    {},
                    duration_cast<microseconds>(from - m_start).count(),
                    duration_cast<microseconds>(to - from).count(),
                    failed});
    if (std::size_t(m_spans.size()) > telemetry::mostSpans)
        m_spans.erase(std::ranges::min_element(m_spans, {}, &Span::durationUs));
}

} // namespace signalbox
