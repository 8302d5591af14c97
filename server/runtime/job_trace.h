// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/job_record.h"
#include "request_record.h"
#include "telemetry/span_sink.h"

namespace signalbox {

// What the pieces of a run of a job took, in the trace of the request that added it: the longest, of more than a record
// keeps. The thread of its worker.
class JobTrace : public telemetry::SpanSink {
public:
    JobTrace(const jobs::JobRecord &job, QByteArray runId, QByteArray traceId, QByteArray spanId);

    const QByteArray &runId() const { return m_runId; } // as a record is named
    const QByteArray &traceId() const { return m_traceId; }
    const QByteArray &spanId() const { return m_spanId; }
    qint64 atUs() const { return m_atUs; }
    qint64 durationUs() const;
    const QList<Span> &spans() const { return m_spans; }

    void addSpan(QByteArray kind, QByteArray name, Clock::time_point from, Clock::time_point to,
                 bool failed = false) override;

private:
    const QByteArray m_runId;
    const QByteArray m_traceId;
    const QByteArray m_spanId;
    const Clock::time_point m_start;
    const qint64 m_atUs;
    QList<Span> m_spans;
};

} // namespace signalbox
