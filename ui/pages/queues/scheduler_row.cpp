// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/scheduler_row.h"

#include "client/cbor_fields.h"
#include "widgets/format.h"

#include <QCborArray>
#include <QCoreApplication>

#include <array>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

// "15 m", which the words for measured times make "15 m 00 s".
QString intervalText(qint64 ms)
{
    constexpr std::array<std::pair<qint64, char>, 3> Units{{{86'400'000, 'd'}, {3'600'000, 'h'}, {60'000, 'm'}}};
    for (const auto &[unit, letter] : Units)
        if (ms >= unit && ms % unit == 0)
            return u"%1 %2"_s.arg(ms / unit).arg(QLatin1Char(letter));
    return formatDuration(double(ms));
}

} // namespace

QString SchedulerRow::rhythm() const
{
    if (pattern.isEmpty())
        return QCoreApplication::translate("SchedulerRow", "every %1").arg(intervalText(everyMs));
    return timezone.isEmpty() ? pattern
                              : QCoreApplication::translate("SchedulerRow", "%1 in %2").arg(pattern, timezone);
}

SchedulerRow SchedulerRow::fromCbor(const QCborMap &map)
{
    SchedulerRow row;
    row.id = map.value("id"_L1).toString();
    row.name = map.value("name"_L1).toString();
    row.pattern = map.value("pattern"_L1).toString();
    row.everyMs = integerField(map, "everyMs");
    row.timezone = map.value("timezone"_L1).toString();
    row.startAtMs = momentField(map, "startAt");
    row.endAtMs = momentField(map, "endAt");
    row.nextAtMs = momentField(map, "nextAt");
    row.lastAtMs = momentField(map, "lastAt");
    row.limit = integerField(map, "limit");
    row.iterations = integerField(map, "iterations");
    row.data = map.value("data"_L1);
    row.options = map.value("opts"_L1).toMap();
    row.next = momentsOf(map.value("next"_L1));
    return row;
}

QList<SchedulerRow> SchedulerRow::listFromCbor(const QCborValue &array)
{
    QList<SchedulerRow> rows;
    for (const auto &value : array.toArray())
        rows.append(fromCbor(value.toMap()));
    return rows;
}

QList<qint64> momentsOf(const QCborValue &array)
{
    QList<qint64> moments;
    for (const auto &value : array.toArray())
        if (const qint64 at = momentField({{"at"_L1, value}}, "at"); at > 0)
            moments.append(at);
    return moments;
}

} // namespace signalbox::ui
