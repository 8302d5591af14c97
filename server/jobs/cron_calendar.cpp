// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/cron_calendar.h"

#include "utc_time.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace signalbox::jobs {

namespace {

constexpr qint64 secondMs = 1000;
constexpr qint64 minuteMs = 60 * secondMs;
constexpr qint64 hourMs = 60 * minuteMs;
constexpr qint64 dayMs = 24 * hourMs;

// Also of what is before 1970.
qint64 remainder(qint64 value, qint64 unit)
{
    const qint64 rest = value % unit;
    return rest < 0 ? rest + unit : rest;
}

qint64 startOf(qint64 value, qint64 unit)
{
    return value - remainder(value, unit);
}

std::chrono::sys_days sysDays(qint64 local)
{
    return std::chrono::sys_days(std::chrono::days(startOf(local, dayMs) / dayMs));
}

CronDay dayAt(qint64 local)
{
    using namespace std::chrono;
    const sys_days days = sysDays(local);
    const year_month_day date(days);
    const year_month_day_last last(date.year(), month_day_last(date.month()));
    CronDay day;
    day.year = static_cast<int>(date.year());
    day.month = static_cast<int>(static_cast<unsigned>(date.month()));
    day.day = static_cast<int>(static_cast<unsigned>(date.day()));
    day.weekday = static_cast<int>(weekday(days).c_encoding());
    day.daysInMonth = static_cast<int>(static_cast<unsigned>(last.day()));
    return day;
}

} // namespace

int longestMonth(int month)
{
    static constexpr std::array days{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days.at(static_cast<std::size_t>(month - 1));
}

CronCalendar::CronCalendar(const QTimeZone &zone, qint64 ms)
    : m_zone(zone)
{
    moveTo(ms);
}

int CronCalendar::hour() const
{
    return static_cast<int>(remainder(local(), dayMs) / hourMs);
}

int CronCalendar::minute() const
{
    return static_cast<int>(remainder(local(), hourMs) / minuteMs);
}

int CronCalendar::second() const
{
    return static_cast<int>(remainder(local(), minuteMs) / secondMs);
}

int CronCalendar::millisecond() const
{
    return static_cast<int>(remainder(local(), secondMs));
}

void CronCalendar::toNextMonth()
{
    using namespace std::chrono;
    const year_month next = year_month(year(m_day.year), month(static_cast<unsigned>(m_day.month))) + months(1);
    const sys_days first(next / 1);
    // By way of the same time in that month, whose offset is the one to begin with.
    const CronDay target = dayAt(first.time_since_epoch().count() * dayMs);
    const int sameDay = std::min(m_day.day, target.daysInMonth);
    moveToLocal((first.time_since_epoch().count() + sameDay - 1) * dayMs + remainder(local(), dayMs));
    moveToLocal(first.time_since_epoch().count() * dayMs);
}

void CronCalendar::toNextDay()
{
    moveToLocal(local() + dayMs);
    backToStartOf(dayMs);
}

void CronCalendar::toNextHour()
{
    moveTo(m_ms + hourMs);
    backToStartOf(hourMs);
}

void CronCalendar::toNextMinute()
{
    moveTo(m_ms + minuteMs);
    backToStartOf(minuteMs);
}

void CronCalendar::addSecond()
{
    moveTo(m_ms + secondMs);
}

void CronCalendar::setHour(int hour)
{
    moveToLocal(startOf(local(), dayMs) + hour * hourMs + remainder(local(), hourMs));
}

void CronCalendar::setMinute(int minute)
{
    moveToLocal(startOf(local(), hourMs) + minute * minuteMs + remainder(local(), minuteMs));
}

void CronCalendar::setSecond(int second)
{
    moveToLocal(startOf(local(), minuteMs) + second * secondMs + remainder(local(), secondMs));
}

void CronCalendar::dropMilliseconds()
{
    backToStartOf(secondMs);
}

bool CronCalendar::changesOffsetToday() const
{
    CronCalendar start = *this;
    start.backToStartOf(dayMs);
    CronCalendar end = *this;
    end.toNextDay();
    end.moveTo(end.ms() - 1);
    return start.offset() != end.offset();
}

qint64 CronCalendar::offsetAt(qint64 ms) const
{
    return m_zone.offsetFromUtc(utcTime(ms)) * secondMs;
}

void CronCalendar::moveTo(qint64 ms)
{
    m_ms = ms;
    m_offset = offsetAt(ms);
    m_day = dayAt(local());
}

void CronCalendar::moveToLocal(qint64 local)
{
    const qint64 guessed = offsetAt(local - m_offset);
    if (guessed == m_offset) {
        moveTo(local - guessed);
        return;
    }
    // They differ when the clocks never show this time: it is counted from before the gap.
    moveTo(local - std::min(guessed, offsetAt(local - guessed)));
}

void CronCalendar::backToStartOf(qint64 unit)
{
    moveToLocal(startOf(local(), unit));
}

} // namespace signalbox::jobs
