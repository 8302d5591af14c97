// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/job_row.h"

namespace signalbox::jobs {

std::optional<qint64> numberIn(const QByteArray &text)
{
    bool isNumber = false;
    const double number = text.toDouble(&isNumber); // Node may have written 1e3
    if (!isNumber || !(number > -9e15 && number < 9e15))
        return {};
    return qint64(number);
}

JobRow JobRow::fromReply(const redis::Reply &reply)
{
    qsizetype place = 0;
    const auto next = [&] { return reply.items.value(place++); };
    JobRow row;
    row.id = next().bytes;
    row.state = jobStateOfKey(next().bytes);
    row.score = next().bytes;
    row.at = numberIn(next().bytes).value_or(0);
    row.exists = next().integer != 0;
    row.name = next().bytes;
    row.data = next().bytes;
    row.progress = next().bytes;
    if (const redis::Reply reason = next(); reason.kind == redis::Reply::Kind::Bytes)
        row.failedReason = reason.bytes;
    row.timestamp = numberIn(next().bytes);
    row.delayMs = numberIn(next().bytes).value_or(0);
    row.priority = numberIn(next().bytes).value_or(0);
    row.processedOn = numberIn(next().bytes);
    row.finishedOn = numberIn(next().bytes);
    row.attemptsMade = numberIn(next().bytes).value_or(0);
    row.attempts = numberIn(next().bytes).value_or(0);
    row.worker = next().bytes;
    row.hasParent = next().integer != 0;
    row.scheduler = next().bytes;
    row.isLifo = next().integer != 0;
    if (const redis::Reply index = next(); index.kind == redis::Reply::Kind::Integer)
        row.index = index.integer;
    row.dataSize = next().integer;
    row.addedDelayMs = std::max<qint64>(numberIn(next().bytes).value_or(0), 0); // a promotion clears the other
    const qint64 started = numberIn(next().bytes).value_or(1);
    if (row.timestamp && row.processedOn && started <= 1)
        row.waitedMs = std::max<qint64>(*row.processedOn - *row.timestamp - row.addedDelayMs, 0);
    return row;
}

QJsonArray WalkPlace::toJson() const
{
    return {index, QString::fromLatin1(id), QString::fromLatin1(score)};
}

std::optional<WalkPlace> WalkPlace::fromJson(const QJsonValue &value)
{
    const QJsonArray all = value.toArray();
    if (all.size() != 3 || !all[0].isDouble() || all[0].toInteger(-1) < 0)
        return {};
    const QByteArray score = all[2].toString().toLatin1();
    bool isNumber = false; // or infinite
    score.toDouble(&isNumber);
    if (!score.isEmpty() && !isNumber)
        return {};
    return WalkPlace{all[0].toInteger(), all[1].toString().toLatin1(), score};
}

} // namespace signalbox::jobs
