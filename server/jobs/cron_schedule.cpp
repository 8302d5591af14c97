// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/cron_schedule.h"

#include "jobs/cron_calendar.h"

namespace signalbox::jobs {

int CronField::first() const
{
    return after(-1);
}

int CronField::after(int value) const
{
    for (int next = value + 1; next < static_cast<int>(values.size()); ++next) {
        if (has(next))
            return next;
    }
    return -1;
}

bool CronSchedule::matchesDay(const CronDay &day) const
{
    const bool byMonth = matchesDayOfMonth(day);
    const bool byWeek = matchesDayOfWeek(day);
    if (dayOfWeek.wildcard)
        return byMonth;
    if (dayOfMonth.wildcard)
        return byWeek;
    return byMonth || byWeek;
}

bool CronSchedule::matchesDayOfMonth(const CronDay &day) const
{
    return dayOfMonth.has(day.day) || (lastDayOfMonth && day.day == day.daysInMonth);
}

bool CronSchedule::matchesDayOfWeek(const CronDay &day) const
{
    if (lastWeekdays.test(static_cast<std::size_t>(day.weekday)) && day.day > day.daysInMonth - 7)
        return true;
    const int occurrence = (day.day + 6) / 7;
    return dayOfWeek.has(day.weekday) && (nthWeekday == 0 || nthWeekday == occurrence);
}

bool CronSchedule::everComes() const
{
    if (!dayOfWeek.wildcard || lastDayOfMonth)
        return true;
    for (int number = month.first(); number > 0; number = month.after(number)) {
        if (dayOfMonth.first() <= longestMonth(number))
            return true;
    }
    return false;
}

} // namespace signalbox::jobs
