// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "runtime/job_recorder.h"

#include <QDateTime>

namespace signalbox {

using namespace Qt::Literals::StringLiterals;
using jobs::JobContext;
using jobs::JobOutcome;
using jobs::Worker;
using telemetry::Level;

namespace {

int statusOf(JobOutcome::Kind kind)
{
    return kind == JobOutcome::Kind::Completed || kind == JobOutcome::Kind::Moved ? 200 : 500;
}

QByteArrayView eventOf(JobOutcome::Kind kind)
{
    switch (kind) {
    case JobOutcome::Kind::Completed:
        return "job_completed";
    case JobOutcome::Kind::Moved:
        return "job_moved";
    case JobOutcome::Kind::Retried:
        return "job_retried";
    case JobOutcome::Kind::Failed:
        return "job_failed";
    case JobOutcome::Kind::Lost:
        break;
    }
    return "job_lost";
}

Level levelOf(JobOutcome::Kind kind)
{
    switch (kind) {
    case JobOutcome::Kind::Failed:
        return Level::Error;
    case JobOutcome::Kind::Retried:
    case JobOutcome::Kind::Lost:
        return Level::Warn;
    default:
        return Level::Debug;
    }
}

} // namespace

JobRecorder::JobRecorder(telemetry::Telemetry &telemetry, QObject *parent)
    : QObject(parent)
    , m_telemetry(telemetry)
{
}

void JobRecorder::follow(const Worker &worker)
{
    connect(&worker, &Worker::began, this, &JobRecorder::begin);
    connect(&worker, &Worker::ended, this, &JobRecorder::end);
    const QString queue = QString::fromUtf8(worker.queue().queue());
    connect(&worker, &Worker::trouble, this, [this, queue](const QString &what) {
        m_telemetry.log().write(Level::Warn, "worker_troubled", {{u"queue"_s, queue}, {u"error"_s, what}});
    });
    connect(&worker, &Worker::stalled, this, [this, queue](const QByteArray &id) {
        m_telemetry.log().write(Level::Warn, "job_stalled", {{u"queue"_s, queue}, {u"jobId"_s, QString::fromUtf8(id)}});
    });
}

void JobRecorder::begin(const std::shared_ptr<JobContext> &context)
{
    const QByteArray runId = m_identifiers.uuid(QDateTime::currentMSecsSinceEpoch() * 1000);
    jobs::TraceLink run = context->trace().value_or(jobs::TraceLink{m_identifiers.traceId(), {}});
    run.spanId = m_identifiers.spanId();
    const auto trace = std::make_shared<JobTrace>(context->job(), runId, run.traceId, run.spanId);
    context->setSpans(trace);
    context->setTrace(run);
    m_traces.insert(context.get(), trace);
}

void JobRecorder::end(const std::shared_ptr<JobContext> &context, const JobOutcome &outcome)
{
    const auto trace = m_traces.take(context.get());
    if (!trace)
        return;
    record(*context, outcome, *trace);
    log(*context, outcome, *trace);
}

void JobRecorder::record(const JobContext &context, const JobOutcome &outcome, const JobTrace &trace)
{
    const bool isFailure = statusOf(outcome.kind) >= 500;
    const QByteArray queue = context.queue().queue();
    const QByteArray path = "/jobs/" + queue + '/' + context.job().id;
    const QByteArray route = queue + ": " + context.job().name.toUtf8();
    RecordView view;
    view.id = trace.runId();
    view.traceId = trace.traceId();
    view.method = "JOB";
    view.path = path;
    view.route = route;
    view.peer = context.job().processedBy;
    if (isFailure)
        view.error = outcome.value;
    view.atUs = trace.atUs();
    view.durationUs = trace.durationUs();
    view.status = statusOf(outcome.kind);
    view.reactor = m_telemetry.jobShard().reactor();
    view.slow = view.durationUs >= m_telemetry.slowUs();
    m_telemetry.jobShard().jobFinished(view, trace.spanId(), trace.spans().constData(),
                                       std::size_t(trace.spans().size()));
}

void JobRecorder::log(const JobContext &context, const JobOutcome &outcome, const JobTrace &trace)
{
    const Level level = levelOf(outcome.kind);
    if (!m_telemetry.log().enabled(level))
        return;
    QJsonObject fields{{u"queue"_s, QString::fromUtf8(context.queue().queue())},
                       {u"job"_s, context.job().name},
                       {u"jobId"_s, QString::fromUtf8(context.job().id)},
                       {u"attempt"_s, context.job().attemptsMade + 1},
                       {u"ms"_s, double(trace.durationUs()) / 1000},
                       {u"requestId"_s, QString::fromLatin1(trace.runId())},
                       {u"traceId"_s, QString::fromLatin1(trace.traceId())}};
    if (outcome.kind != JobOutcome::Kind::Completed)
        fields.insert(u"error"_s, QString::fromUtf8(outcome.value));
    if (outcome.delayMs > 0)
        fields.insert(u"retryInMs"_s, outcome.delayMs);
    m_telemetry.log().write(level, eventOf(outcome.kind), fields);
}

} // namespace signalbox
