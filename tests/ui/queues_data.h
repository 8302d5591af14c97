// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/cbor_fields.h"

#include <QCborArray>
#include <QCborMap>
#include <QDateTime>

namespace signalbox::ui::data {

// Answers of the admin API about queues.

constexpr qint64 Noon = 1'767'268'800'000; // 2026-01-01 12:00 UTC

inline QString isoTime(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODateWithMs);
}

inline QCborMap with(QCborMap map, const QString &field, const QCborValue &value)
{
    map.insert(field, value);
    return map;
}

inline QCborMap queueCounts(qint64 waiting, qint64 active = 0, qint64 failed = 0, qint64 delayed = 0,
                            qint64 completed = 0)
{
    return {{QStringLiteral("waiting"), waiting},   {QStringLiteral("active"), active},
            {QStringLiteral("prioritized"), 0},     {QStringLiteral("delayed"), delayed},
            {QStringLiteral("waitingChildren"), 0}, {QStringLiteral("completed"), completed},
            {QStringLiteral("failed"), failed}};
}

inline QCborMap queueTimes(double p50, double p95, double p99, qint64 count)
{
    return {{QStringLiteral("p50"), p50},
            {QStringLiteral("p95"), p95},
            {QStringLiteral("p99"), p99},
            {QStringLiteral("count"), count}};
}

inline QCborMap queueRow(const QString &name = QStringLiteral("emails"), const QCborMap &counts = queueCounts(12, 2, 3))
{
    return {{QStringLiteral("id"), QStringLiteral("id-") + name},
            {QStringLiteral("connection"), QStringLiteral("own")},
            {QStringLiteral("prefix"), QStringLiteral("bull")},
            {QStringLiteral("name"), name},
            {QStringLiteral("counts"), counts},
            {QStringLiteral("paused"), false},
            {QStringLiteral("concurrency"), nullptr},
            {QStringLiteral("rateLimit"), nullptr},
            {QStringLiteral("rateLimitedForMs"), 0},
            {QStringLiteral("workers"), 2},
            {QStringLiteral("own"), false},
            {QStringLiteral("consumed"), true},
            {QStringLiteral("schedulers"), 0},
            {QStringLiteral("oldestWaitingMs"), 4200},
            {QStringLiteral("addedPerSecond"), 12.5},
            {QStringLiteral("completedPerSecond"), 11.0},
            {QStringLiteral("failedPerSecond"), 0.5},
            {QStringLiteral("waitMs"), queueTimes(40, 320, 900, 400)},
            {QStringLiteral("runMs"), queueTimes(80, 410, 1200, 400)},
            {QStringLiteral("countedAt"), isoTime(Noon)}};
}

inline QCborMap connection(const QString &id = QStringLiteral("own"), const QString &state = QStringLiteral("up"))
{
    return {{QStringLiteral("id"), id},
            {QStringLiteral("name"), id == QLatin1String("own") ? QStringLiteral("Signalbox") : id},
            {QStringLiteral("url"), QStringLiteral("redis://127.0.0.1:6379")},
            {QStringLiteral("prefixes"), QCborArray{QStringLiteral("bull")}},
            {QStringLiteral("own"), id == QLatin1String("own")},
            {QStringLiteral("state"), state}};
}

inline QCborMap alert(const QString &id, const QString &queue = QStringLiteral("emails"), qint64 snoozedUntilMs = 0)
{
    return {{QStringLiteral("id"), id},
            {QStringLiteral("queue"), QStringLiteral("id-") + queue},
            {QStringLiteral("queueName"), queue},
            {QStringLiteral("kind"), QStringLiteral("failed")},
            {QStringLiteral("since"), isoTime(Noon)},
            {QStringLiteral("text"), QStringLiteral("14 jobs failed within 5 minutes")},
            {QStringLiteral("snoozedUntil"),
             snoozedUntilMs > 0 ? QCborValue(isoTime(snoozedUntilMs)) : QCborValue(nullptr)},
            {QStringLiteral("count"), 14}};
}

inline QCborMap queues(const QCborArray &rows, const QCborArray &alerts = {},
                       const QCborArray &connections = {connection()})
{
    return {{QStringLiteral("queues"), rows},
            {QStringLiteral("alerts"), alerts},
            {QStringLiteral("connections"), connections},
            {QStringLiteral("complete"), true}};
}

inline QCborMap queuePoint(qint64 at, qint64 added, qint64 completed)
{
    return {{QStringLiteral("at"), isoTime(at)},      {QStringLiteral("added"), added},
            {QStringLiteral("completed"), completed}, {QStringLiteral("failed"), 1},
            {QStringLiteral("waitP50"), 40.0},        {QStringLiteral("waitP95"), 300.0},
            {QStringLiteral("waitP99"), nullptr},     {QStringLiteral("runP50"), 80.0},
            {QStringLiteral("runP95"), 400.0},        {QStringLiteral("runP99"), 900.0}};
}

inline QCborMap queueDetails(const QCborMap &row, int points = 60)
{
    QCborArray series;
    for (int at = 0; at < points; ++at)
        series.append(queuePoint(Noon + at * 5000, 50 + at % 7, 48 + at % 5));
    QCborMap details = row;
    details.insert(QStringLiteral("points"), series);
    details.insert(QStringLiteral("stepMs"), 5000);
    details.insert(QStringLiteral("workersList"),
                   QCborArray{QCborMap{{QStringLiteral("name"), QStringLiteral("mailer-1")},
                                       {QStringLiteral("address"), QStringLiteral("10.0.0.7:51234")},
                                       {QStringLiteral("ageMs"), 61'000},
                                       {QStringLiteral("idleMs"), 40}}});
    details.insert(QStringLiteral("jobNames"), QCborArray{QStringLiteral("send")});
    return details;
}

inline QCborMap scheduler(const QString &id = QStringLiteral("nightly"))
{
    return {{QStringLiteral("id"), id},
            {QStringLiteral("name"), QStringLiteral("report")},
            {QStringLiteral("pattern"), QStringLiteral("0 3 * * *")},
            {QStringLiteral("everyMs"), nullptr},
            {QStringLiteral("timezone"), QStringLiteral("Europe/Vienna")},
            {QStringLiteral("startAt"), nullptr},
            {QStringLiteral("endAt"), nullptr},
            {QStringLiteral("limit"), nullptr},
            {QStringLiteral("iterations"), 7},
            {QStringLiteral("data"), QCborMap{{QStringLiteral("kind"), QStringLiteral("full")}}},
            {QStringLiteral("opts"), QCborMap{{QStringLiteral("attempts"), 3}}},
            {QStringLiteral("nextAt"), isoTime(Noon + 3'600'000)},
            {QStringLiteral("next"), QCborArray{isoTime(Noon + 3'600'000), isoTime(Noon + 7'200'000)}},
            {QStringLiteral("lastAt"), isoTime(Noon - 3'600'000)},
            {QStringLiteral("nextJob"), QStringLiteral("repeat:nightly:1")}};
}

} // namespace signalbox::ui::data
