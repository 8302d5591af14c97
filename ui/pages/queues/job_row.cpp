// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/job_row.h"

#include "client/cbor_fields.h"
#include "widgets/format.h"

#include <QCborArray>
#include <QCoreApplication>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <cmath>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

QString text(const char *english)
{
    return QCoreApplication::translate("JobRow", english);
}

// A string, number, true, false or null, which no document may be by itself.
QByteArray scalarJson(const QCborValue &value)
{
    const QByteArray list = QJsonDocument(QJsonArray{value.toJsonValue()}).toJson(QJsonDocument::Compact);
    return list.sliced(1, list.size() - 2);
}

double durationField(const QCborMap &map, const char *name)
{
    const double ms = numberField(map, name);
    return ms < 0 ? JobRow::Unknown : ms;
}

} // namespace

JobProgress JobProgress::fromCbor(const QCborValue &value)
{
    if (value.isInteger() || value.isDouble()) {
        const double percent = value.isInteger() ? double(value.toInteger()) : value.toDouble();
        if (percent < 0 || !std::isfinite(percent))
            return {};
        return {std::min(1.0, percent / 100), u"%1 %"_s.arg(QString::number(percent, 'g', 4))};
    }
    if (value.isMap() && value.toMap().isEmpty())
        return {};
    if (value.isUndefined() || value.isNull() || value.isBool())
        return {};
    return {JobRow::Unknown, value.isString() ? value.toString() : QString::fromUtf8(jsonOf(value))};
}

QString JobRow::stateText() const
{
    return state ? jobStateLabel(*state) : text("Removed");
}

Theme::Role JobRow::stateColour() const
{
    return state ? jobStateRole(*state) : Theme::Role::Neutral;
}

double JobRow::runMsNow() const
{
    if (state == JobState::Active && processedAtMs > 0)
        return double(std::max<qint64>(0, QDateTime::currentMSecsSinceEpoch() - processedAtMs));
    return runMs;
}

QString JobRow::attemptsText() const
{
    return text("%1 of %2").arg(attemptsMade).arg(std::max<qint64>(1, attempts));
}

QString JobRow::attemptText() const
{
    if (state != JobState::Active)
        return text("attempt %1").arg(attemptsText());
    return text("attempt %1 of %2").arg(attemptsMade + 1).arg(std::max<qint64>(attemptsMade + 1, attempts));
}

JobRow JobRow::fromCbor(const QCborMap &map)
{
    JobRow row;
    row.id = map.value("id"_L1).toString();
    row.name = map.value("name"_L1).toString();
    row.state = jobStateOfKey(map.value("state"_L1).toString());
    row.priority = integerField(map, "priority");
    row.delayMs = integerField(map, "delayMs");
    row.attemptsMade = integerField(map, "attemptsMade");
    row.attempts = integerField(map, "attempts");
    row.progress = JobProgress::fromCbor(map.value("progress"_L1));
    row.dataPreview = map.value("dataPreview"_L1).toString();
    row.failedReason = map.value("failedReason"_L1).toString();
    row.atMs = momentField(map, "at");
    row.addedAtMs = momentField(map, "timestamp");
    row.processedAtMs = momentField(map, "processedAt");
    row.finishedAtMs = momentField(map, "finishedAt");
    row.dueAtMs = momentField(map, "dueAt");
    row.waitMs = durationField(map, "waitMs");
    row.runMs = durationField(map, "runMs");
    row.worker = map.value("worker"_L1).toString();
    row.scheduler = map.value("scheduler"_L1).toString();
    row.parent = map.value("parent"_L1).toBool();
    row.missing = map.value("missing"_L1).toBool();
    if (row.missing && row.failedReason.isEmpty())
        row.failedReason = text("No data is behind this id: was it evicted? The maxmemory-policy must be noeviction.");
    return row;
}

QList<JobRow> JobRow::listFromCbor(const QCborValue &items)
{
    QList<JobRow> rows;
    for (const QCborValue item : items.toArray())
        rows.append(fromCbor(item.toMap()));
    return rows;
}

QString jobMoment(qint64 atMs)
{
    if (atMs <= 0)
        return u"–"_s;
    const QDateTime moment = QDateTime::fromMSecsSinceEpoch(atMs);
    const QDate today = QDate::currentDate();
    if (moment.date() == today)
        return formatClock(atMs);
    return moment.toString(moment.date().year() == today.year() ? u"MM-dd HH:mm:ss.zzz"_s
                                                                : u"yyyy-MM-dd HH:mm:ss.zzz"_s);
}

QByteArray jsonOf(const QCborValue &value)
{
    QByteArrayList parts;
    if (value.isMap()) {
        const QCborMap map = value.toMap();
        for (auto entry = map.constBegin(); entry != map.constEnd(); ++entry)
            parts.append(scalarJson(QCborValue(entry.key().toString())) + ':' + jsonOf(entry.value()));
        return '{' + parts.join(',') + '}';
    }
    if (!value.isArray())
        return scalarJson(value);
    for (const QCborValue item : value.toArray())
        parts.append(jsonOf(item));
    return '[' + parts.join(',') + ']';
}

} // namespace signalbox::ui
