// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QCborArray>
#include <QCborMap>
#include <QDateTime>

namespace signalbox::ui::test {

// Answers of the admin API about a queue and its jobs.

inline const QString QueueId = QStringLiteral("cXVldWU");
constexpr qint64 FirstJobAt = 1'767'225'600'000; // 2026-01-01

inline QString isoTime(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODateWithMs);
}

inline QCborMap queueRow(qint64 waiting, qint64 failed = 0, qint64 delayed = 0, qint64 active = 0)
{
    return {{QStringLiteral("id"), QueueId},
            {QStringLiteral("connection"), QStringLiteral("own")},
            {QStringLiteral("prefix"), QStringLiteral("bull")},
            {QStringLiteral("name"), QStringLiteral("emails")},
            {QStringLiteral("counts"),
             QCborMap{{QStringLiteral("waiting"), waiting},
                      {QStringLiteral("active"), active},
                      {QStringLiteral("prioritized"), 0},
                      {QStringLiteral("delayed"), delayed},
                      {QStringLiteral("waitingChildren"), 0},
                      {QStringLiteral("completed"), 0},
                      {QStringLiteral("failed"), failed}}},
            {QStringLiteral("consumed"), true},
            {QStringLiteral("workers"), 1}};
}

inline QCborMap jobRow(const QString &id, const QString &state = QStringLiteral("waiting"))
{
    const qint64 number = id.toLongLong();
    const qint64 added = FirstJobAt + number * 1000;
    const bool failed = state == QLatin1String("failed");
    const bool finished = failed || state == QLatin1String("completed");
    const bool started = finished || state == QLatin1String("active");
    const auto orNull = [](bool known, qint64 at) { return known ? QCborValue(isoTime(at)) : QCborValue(nullptr); };
    return {{QStringLiteral("id"), id},
            {QStringLiteral("name"), QStringLiteral("send-email")},
            {QStringLiteral("state"), state},
            {QStringLiteral("queue"), QueueId},
            {QStringLiteral("priority"), 0},
            {QStringLiteral("delayMs"), state == QLatin1String("delayed") ? 600'000 : 0},
            {QStringLiteral("attemptsMade"), failed ? 3 : 0},
            {QStringLiteral("attempts"), 3},
            {QStringLiteral("progress"), state == QLatin1String("active") ? 40 : 0},
            {QStringLiteral("dataPreview"),
             QStringLiteral("{\"to\":\"user%1@example.com\",\"template\":\"welcome\"}").arg(number)},
            {QStringLiteral("failedReason"),
             failed ? QCborValue(QStringLiteral("SMTP 550: mailbox unavailable")) : QCborValue(nullptr)},
            {QStringLiteral("at"), isoTime(added)},
            {QStringLiteral("timestamp"), isoTime(added)},
            {QStringLiteral("processedAt"), orNull(started, added + 120)},
            {QStringLiteral("finishedAt"), orNull(finished, added + 1360)},
            {QStringLiteral("dueAt"), orNull(state == QLatin1String("delayed"), added + 600'000)},
            {QStringLiteral("waitMs"), started ? QCborValue(120) : QCborValue(nullptr)},
            {QStringLiteral("runMs"), finished ? QCborValue(1240) : QCborValue(nullptr)},
            {QStringLiteral("worker"), started ? QCborValue(QStringLiteral("worker-1")) : QCborValue(nullptr)},
            {QStringLiteral("parent"), false},
            {QStringLiteral("scheduler"), nullptr}};
}

inline QCborMap timelineEntry(const QString &what, qint64 at, const QString &detail = {})
{
    return {{QStringLiteral("what"), what}, {QStringLiteral("at"), isoTime(at)}, {QStringLiteral("detail"), detail}};
}

inline QCborMap jobDetails(const QString &id, const QString &state = QStringLiteral("failed"))
{
    QCborMap job = jobRow(id, state);
    const qint64 added = FirstJobAt + id.toLongLong() * 1000;
    const QString trace = QStringLiteral("Error: SMTP 550: mailbox unavailable\n    at send (mailer.js:42:11)\n    at "
                                         "process (worker.js:17:3)");
    const QCborMap more{
        {QStringLiteral("data"),
         QCborMap{{QStringLiteral("to"), QStringLiteral("user@example.com")}, {QStringLiteral("retries"), 2}}},
        {QStringLiteral("dataTruncated"), false},
        {QStringLiteral("opts"),
         QCborMap{{QStringLiteral("attempts"), 3},
                  {QStringLiteral("backoff"),
                   QCborMap{{QStringLiteral("type"), QStringLiteral("exponential")}, {QStringLiteral("delay"), 500}}},
                  {QStringLiteral("jobId"), id},
                  {QStringLiteral("removeOnComplete"), 100}}},
        {QStringLiteral("returnValue"), nullptr},
        {QStringLiteral("stacktrace"), QCborArray{trace, trace + QStringLiteral("\n    at last (x.js:1:1)")}},
        {QStringLiteral("attemptsStarted"), 3},
        {QStringLiteral("stalled"), 0},
        {QStringLiteral("deferredFailure"), nullptr},
        {QStringLiteral("deduplicationId"), nullptr},
        {QStringLiteral("parentKey"), QStringLiteral("bull:orders:7")},
        {QStringLiteral("parentJob"),
         QCborMap{{QStringLiteral("queue"), QStringLiteral("b3JkZXJz")}, {QStringLiteral("id"), QStringLiteral("7")}}},
        {QStringLiteral("childrenCounts"),
         QCborMap{{QStringLiteral("processed"), 2},
                  {QStringLiteral("unprocessed"), 1},
                  {QStringLiteral("ignored"), 0},
                  {QStringLiteral("failed"), 1}}},
        {QStringLiteral("logs"), 3},
        {QStringLiteral("traceId"), QStringLiteral("0af7651916cd43dd8448eb211c80319c")},
        {QStringLiteral("timeline"),
         QCborArray{
             timelineEntry(QStringLiteral("added"), added),
             timelineEntry(QStringLiteral("started"), added + 120, QStringLiteral("worker-1")),
             timelineEntry(QStringLiteral("attempt"), added + 400, QStringLiteral("SMTP 421: try later")),
             timelineEntry(QStringLiteral("failed"), added + 1360, QStringLiteral("SMTP 550: mailbox unavailable"))}},
        {QStringLiteral("actions"), QCborArray{QStringLiteral("retry"), QStringLiteral("remove")}},
        {QStringLiteral("cancellable"), false}};
    for (auto entry = more.constBegin(); entry != more.constEnd(); ++entry)
        job.insert(entry.key(), entry.value());
    return job;
}

inline QCborMap treeNode(const QString &queue, const QString &id, const QString &state, const QCborArray &children = {},
                         int more = 0)
{
    return {{QStringLiteral("queue"), queue},
            {QStringLiteral("queueName"), QStringLiteral("emails")},
            {QStringLiteral("id"), id},
            {QStringLiteral("name"), QStringLiteral("send-email")},
            {QStringLiteral("state"), state},
            {QStringLiteral("progress"), 50},
            {QStringLiteral("children"), children},
            {QStringLiteral("more"), more}};
}

} // namespace signalbox::ui::test
