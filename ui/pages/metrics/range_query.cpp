// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/metrics/range_query.h"

#include "client/time_range.h"

namespace signalbox::ui {

std::chrono::milliseconds lengthOf(const TimeRange &range)
{
    using namespace std::chrono_literals;
    switch (range.kind()) {
    case TimeRange::Kind::Live:
    case TimeRange::Kind::Last5Minutes:
        return 5min;
    case TimeRange::Kind::Last15Minutes:
        return 15min;
    case TimeRange::Kind::LastHour:
        return 1h;
    case TimeRange::Kind::All:
        return 24h;
    case TimeRange::Kind::Custom:
        break;
    }
    return 0ms;
}

TimeSpan rangeSpan(const TimeRange &range, qint64 nowMs)
{
    if (!range.followsNow())
        return {range.fromMs(), range.toMs()};
    return {nowMs - lengthOf(range).count(), nowMs};
}

QUrlQuery rangeQuery(const TimeRange &range)
{
    if (!range.followsNow())
        return spanQuery(range.fromMs(), range.toMs());
    QUrlQuery query;
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(lengthOf(range)).count();
    query.addQueryItem(QStringLiteral("window"), QStringLiteral("%1m").arg(minutes));
    return query;
}

QUrlQuery spanQuery(qint64 fromMs, qint64 toMs)
{
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("from"), QString::number(fromMs));
    query.addQueryItem(QStringLiteral("to"), QString::number(toMs));
    return query;
}

} // namespace signalbox::ui
