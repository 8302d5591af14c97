// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/cron_pattern.h"

#include "jobs/cron_parser.h"
#include "jobs/cron_search.h"

namespace signalbox::jobs {

using namespace Qt::Literals::StringLiterals;

namespace {

// What the calendar is good for: the years 1 to 9999.
constexpr qint64 earliestMs = -62'135'596'800'000;
constexpr qint64 latestMs = 253'402'300'799'999;

} // namespace

std::variant<CronPattern, CronError> CronPattern::parse(QStringView pattern, const QTimeZone &zone,
                                                        QStringView hashSeed)
{
    if (!zone.isValid())
        return CronError{u"tz"_s, u"The time zone isn't known here."_s};
    const std::variant<CronSchedule, CronError> parsed = parseCron(pattern, hashSeed);
    if (const auto *error = std::get_if<CronError>(&parsed))
        return *error;
    return CronPattern(std::get<CronSchedule>(parsed), zone);
}

CronPattern::CronPattern(const CronSchedule &schedule, const QTimeZone &zone)
    : m_schedule(schedule)
    , m_zone(zone)
{
}

std::optional<qint64> CronPattern::next(qint64 afterMs) const
{
    if (afterMs < earliestMs || afterMs > latestMs)
        return {};
    return CronSearch(m_schedule, m_zone, afterMs).next();
}

} // namespace signalbox::jobs
