// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/queue_report.h"

#include "admin/redis_text.h"
#include "jobs/queue_connections.h"
#include "utc_time.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>

namespace signalbox::admin {

using namespace Qt::Literals::StringLiterals;
using jobs::QueueRow;

namespace {

template <typename Number> QCborValue numberValue(const std::optional<Number> &number)
{
    return number ? QCborValue(*number) : QCborValue(nullptr);
}

QCborMap countsReport(const jobs::QueueGlance &glance)
{
    QCborMap counts;
    for (const jobs::JobState state : jobs::allJobStates())
        counts.insert(QString(nameOf(state)), glance.counts[std::size_t(state)]);
    return counts;
}

QCborValue rateLimitReport(const jobs::QueueGlance &glance)
{
    if (!glance.rateMax)
        return nullptr;
    return QCborMap{{u"max"_s, *glance.rateMax}, {u"durationMs"_s, glance.rateDurationMs}};
}

QCborMap durationsReport(const jobs::DurationFigures &figures)
{
    const auto value = [&](qint64 ms) { return figures.count > 0 ? QCborValue(ms) : QCborValue(nullptr); };
    return {{u"p50"_s, value(figures.p50)},
            {u"p95"_s, value(figures.p95)},
            {u"p99"_s, value(figures.p99)},
            {u"count"_s, figures.count}};
}

QString stateName(redis::State::Kind kind)
{
    switch (kind) {
    case redis::State::Kind::Up:
        return u"up"_s;
    case redis::State::Kind::Off:
    case redis::State::Kind::Missing:
        return u"off"_s;
    default:
        return u"down"_s;
    }
}

} // namespace

QCborValue momentValue(std::optional<qint64> ms)
{
    return ms && *ms > 0 ? QCborValue(isoText(*ms)) : QCborValue(nullptr);
}

QCborValue textValue(const QByteArray &text)
{
    return text.isEmpty() ? QCborValue(nullptr) : QCborValue(readable(text));
}

QCborValue jsonValue(const QByteArray &json)
{
    if (json.isEmpty())
        return nullptr;
    const QJsonArray read = QJsonDocument::fromJson('[' + json + ']').array(); // a scalar is no document
    return read.size() == 1 ? QCborValue::fromJsonValue(read.first()) : QCborValue(readable(json));
}

QCborMap queueReport(const QueueRow &row, qint64 nowMs)
{
    const jobs::QueueGlance &glance = row.glance;
    const bool hasWorkers = row.isOwn || !row.workers || !row.workers->isEmpty();
    const QCborValue workers = row.workers ? QCborValue(row.workers->size()) : QCborValue(nullptr);
    QCborValue oldest = nullptr;
    if (glance.oldestRunnableAt && *glance.oldestRunnableAt <= nowMs)
        oldest = nowMs - *glance.oldestRunnableAt;
    QCborMap report{{u"id"_s, row.address.id()},
                    {u"connection"_s, QString::fromLatin1(row.address.connection)},
                    {u"prefix"_s, readable(row.address.prefix)},
                    {u"name"_s, readable(row.address.name)},
                    {u"counts"_s, countsReport(glance)},
                    {u"paused"_s, glance.isPaused},
                    {u"concurrency"_s, numberValue(glance.concurrency)},
                    {u"rateLimit"_s, rateLimitReport(glance)},
                    {u"rateLimitedForMs"_s, glance.rateLimitedForMs},
                    {u"workers"_s, workers},
                    {u"own"_s, row.isOwn},
                    {u"consumed"_s, hasWorkers || glance.isPaused},
                    {u"schedulers"_s, glance.schedulers},
                    {u"oldestWaitingMs"_s, oldest},
                    {u"addedPerSecond"_s, row.rates.added},
                    {u"completedPerSecond"_s, row.rates.completed},
                    {u"failedPerSecond"_s, row.rates.failed},
                    {u"waitMs"_s, durationsReport(row.rates.wait)},
                    {u"runMs"_s, durationsReport(row.rates.run)},
                    {u"countedAt"_s, momentValue(row.countedAt)}};
    if (!glance.error.isEmpty())
        report.insert(u"error"_s, glance.error);
    return report;
}

QCborArray workersReport(const QueueRow &row)
{
    QCborArray list;
    for (const jobs::WorkerConnection &worker : row.workers.value_or(QList<jobs::WorkerConnection>()))
        list.append(QCborMap{{u"name"_s, textValue(worker.name)},
                             {u"address"_s, readable(worker.address)},
                             {u"ageMs"_s, worker.ageMs},
                             {u"idleMs"_s, worker.idleMs}});
    return list;
}

QCborMap pointReport(const jobs::QueuePoint &point)
{
    const auto count = [](qint64 known) { return known >= 0 ? QCborValue(known) : QCborValue(nullptr); };
    QCborMap report{{u"at"_s, isoText(point.at)},         {u"added"_s, point.added},
                    {u"completed"_s, point.completed},    {u"failed"_s, point.failed},
                    {u"waiting"_s, count(point.waiting)}, {u"active"_s, count(point.active)},
                    {u"delayed"_s, count(point.delayed)}};
    const auto add = [&](const QString &name, const jobs::DurationFigures &figures) {
        const auto value = [&](qint64 ms) { return figures.count > 0 ? QCborValue(ms) : QCborValue(nullptr); };
        report.insert(name + "P50"_L1, value(figures.p50));
        report.insert(name + "P95"_L1, value(figures.p95));
        report.insert(name + "P99"_L1, value(figures.p99));
    };
    add(u"wait"_s, point.wait);
    add(u"run"_s, point.run);
    return report;
}

QCborMap eventReport(const jobs::QueueEvent &event)
{
    QCborMap report{
        {u"at"_s, isoText(event.at)}, {u"event"_s, readable(event.event)}, {u"jobId"_s, textValue(event.jobId)}};
    if (!event.name.isEmpty())
        report.insert(u"name"_s, readable(event.name));
    if (!event.previous.isEmpty())
        report.insert(u"prev"_s, readable(event.previous));
    if (!event.progress.isEmpty())
        report.insert(u"progress"_s, jsonValue(event.progress));
    if (!event.failedReason.isEmpty())
        report.insert(u"failedReason"_s, readable(event.failedReason));
    return report;
}

QCborMap alertReport(const jobs::Alert &alert)
{
    return {{u"id"_s, alert.id},
            {u"queue"_s, alert.queue.id()},
            {u"queueName"_s, readable(alert.queue.name)},
            {u"kind"_s, QString(nameOf(alert.kind))},
            {u"since"_s, isoText(alert.since)},
            {u"text"_s, alert.text},
            {u"snoozedUntil"_s, momentValue(alert.snoozedUntil)},
            {u"count"_s, alert.count}};
}

QCborArray alertsReport(const jobs::QueueAlerts &alerts)
{
    QCborArray list;
    for (const jobs::Alert &alert : alerts.alerts())
        list.append(alertReport(alert));
    return list;
}

QCborMap connectionReport(const jobs::QueueConnections &connections, const jobs::QueueConnection &connection)
{
    redis::State state;
    if (const redis::Clients *clients = connections.clients(connection.id))
        state = clients->state();
    QCborArray prefixes;
    for (const QByteArray &prefix : connection.prefixes)
        prefixes.append(readable(prefix));
    QCborMap report{{u"id"_s, QString::fromLatin1(connection.id)},
                    {u"name"_s, connection.name},
                    {u"url"_s, state.url.isEmpty() ? connection.url : state.url},
                    {u"prefixes"_s, prefixes},
                    {u"own"_s, connection.isOwn},
                    {u"state"_s, stateName(state.kind)}};
    if (!state.error.isEmpty())
        report.insert(u"error"_s, state.error);
    if (!state.hint.isEmpty())
        report.insert(u"hint"_s, state.hint);
    return report;
}

QCborArray connectionsReport(const jobs::QueueConnections &connections)
{
    QCborArray list;
    for (const jobs::QueueConnection &connection : connections.list())
        list.append(connectionReport(connections, connection));
    return list;
}

QCborMap queuesReport(const QueueServices &services, quint64 *version)
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const auto known = services.board.changesAfter(0);
    if (version)
        *version = known.version;
    QCborArray rows;
    for (const QueueRow &row : known.rows)
        rows.append(queueReport(row, now));
    bool isComplete = true;
    for (const jobs::QueueConnection &connection : services.connections.list()) {
        const redis::Clients *const clients = services.connections.clients(connection.id);
        const bool isUp = clients && clients->state().kind == redis::State::Kind::Up;
        isComplete = isComplete && (!isUp || services.board.isComplete(connection.id));
    }
    return {{u"connections"_s, connectionsReport(services.connections)},
            {u"queues"_s, rows},
            {u"alerts"_s, alertsReport(services.alerts)},
            {u"complete"_s, isComplete}};
}

} // namespace signalbox::admin
