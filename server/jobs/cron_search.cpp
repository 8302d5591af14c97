// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/cron_search.h"

namespace signalbox::jobs {

namespace {

constexpr int mostSteps = 10'000; // some 250 years of days and months
constexpr int hoursOfDay = 24;

} // namespace

CronSearch::CronSearch(const CronSchedule &schedule, const QTimeZone &zone, qint64 afterMs)
    : m_schedule(schedule)
    , m_calendar(zone, afterMs)
    , m_start(afterMs)
    , m_everyHour(schedule.hour.values.count() == hoursOfDay)
{
}

std::optional<qint64> CronSearch::next()
{
    if (m_calendar.millisecond() > 0) {
        m_calendar.dropMilliseconds();
        pass(&CronCalendar::addSecond);
    }
    for (int step = 1; step < mostSteps; ++step) {
        if (isDue())
            return m_calendar.ms();
    }
    return {};
}

bool CronSearch::isDue()
{
    if (!m_schedule.month.has(m_calendar.day().month)) {
        m_calendar.toNextMonth();
        return false;
    }
    if (!m_schedule.matchesDay(m_calendar.day())) {
        m_calendar.toNextDay();
        return false;
    }
    if (!reachHour())
        return false;
    if (!m_schedule.minute.has(m_calendar.minute())) {
        reachNextMinute();
        return false;
    }
    if (!m_schedule.second.has(m_calendar.second())) {
        reachNextSecond();
        return false;
    }
    if (m_calendar.ms() == m_start) {
        pass(&CronCalendar::addSecond);
        return false;
    }
    return true;
}

bool CronSearch::reachHour()
{
    const int hour = m_calendar.hour();
    if (makesUpForSkippedHour())
        return true;
    if (m_repeatedHour == hour) {
        m_repeatedHour.reset();
        pass(&CronCalendar::toNextHour);
        return false;
    }
    if (m_schedule.hour.has(hour))
        return true;
    m_skipped.reset();
    if (const int next = m_schedule.hour.after(hour); next >= 0)
        reachNextHourOfDay(next);
    else
        m_calendar.toNextDay();
    return false;
}

bool CronSearch::makesUpForSkippedHour() const
{
    const int hour = m_calendar.hour();
    if (!m_skipped || m_skipped->landing != hour)
        return false;
    for (int skipped = m_skipped->first; skipped != hour; skipped = (skipped + 1) % hoursOfDay) {
        if (m_schedule.hour.has(skipped))
            return true;
    }
    return false;
}

void CronSearch::reachNextHourOfDay(int hour)
{
    if (m_calendar.changesOffsetToday()) {
        const int steps = hour - m_calendar.hour();
        for (int step = 0; step < steps && m_calendar.hour() < hour; ++step)
            pass(&CronCalendar::toNextHour);
    } else {
        m_calendar.setHour(hour);
    }
    m_calendar.setMinute(m_schedule.minute.first());
    m_calendar.setSecond(m_schedule.second.first());
}

void CronSearch::reachNextMinute()
{
    int next = m_schedule.minute.after(m_calendar.minute());
    if (next < 0) {
        pass(&CronCalendar::toNextHour);
        next = m_schedule.minute.first();
    }
    m_calendar.setMinute(next);
    m_calendar.setSecond(m_schedule.second.first());
}

void CronSearch::reachNextSecond()
{
    int next = m_schedule.second.after(m_calendar.second());
    if (next < 0) {
        pass(&CronCalendar::toNextMinute);
        next = m_schedule.second.first();
    }
    m_calendar.setSecond(next);
}

// Moves by less than a day, and notes what the clocks skip or repeat on the way.
void CronSearch::pass(Move move)
{
    const int hourBefore = m_calendar.hour();
    const qint64 offsetBefore = m_calendar.offset();
    (m_calendar.*move)();
    if (m_everyHour)
        return;
    const int hour = m_calendar.hour();
    const int hoursPassed = (hour - hourBefore + hoursOfDay) % hoursOfDay;
    if (m_calendar.offset() > offsetBefore && hoursPassed >= 2)
        m_skipped = SkippedHours{(hourBefore + 1) % hoursOfDay, hour};
    else if (hoursPassed == 0 && m_calendar.minute() == 0 && m_calendar.second() == 0)
        m_repeatedHour = hour;
}

} // namespace signalbox::jobs
