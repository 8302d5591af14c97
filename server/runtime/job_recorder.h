// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/identifiers.h"
#include "jobs/worker.h"
#include "runtime/job_trace.h"
#include "telemetry/telemetry.h"

#include <QHash>

namespace signalbox {

// Tells telemetry and the log of the runs of workers: each is a record beside those of requests, in the trace of the
// one that it came of. The workers' thread; outlives them.
class JobRecorder : public QObject {
    Q_OBJECT
public:
    explicit JobRecorder(telemetry::Telemetry &telemetry, QObject *parent = nullptr);

    void follow(const jobs::Worker &worker);

private:
    void begin(const std::shared_ptr<jobs::JobContext> &context);
    void end(const std::shared_ptr<jobs::JobContext> &context, const jobs::JobOutcome &outcome);
    void record(const jobs::JobContext &context, const jobs::JobOutcome &outcome, const JobTrace &trace);
    void log(const jobs::JobContext &context, const jobs::JobOutcome &outcome, const JobTrace &trace);

    telemetry::Telemetry &m_telemetry;
    http::Identifiers m_identifiers;
    QHash<const jobs::JobContext *, std::shared_ptr<JobTrace>> m_traces; // of those that run
};

} // namespace signalbox
