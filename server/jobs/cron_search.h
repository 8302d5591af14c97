// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/cron_calendar.h"
#include "jobs/cron_schedule.h"

#include <optional>

namespace signalbox::jobs {

// One search for the next time of a schedule. It moves forward from field to field, since what happens when the clocks
// change depends, as in cron-parser, on the way:
// - What is due in an hour that the clocks skip is due in the hour after it.
// - What is due in an hour that the clocks show twice is due the first time.
// - Neither holds for what is due each hour of the day, nor when less than an hour is skipped.
// Used once, in one thread; the schedule outlives it.
class CronSearch {
public:
    CronSearch(const CronSchedule &schedule, const QTimeZone &zone, qint64 afterMs);

    std::optional<qint64> next();

private:
    using Move = void (CronCalendar::*)();
    struct SkippedHours {
        int first;
        int landing; // the hour that the clocks show after them
    };

    bool isDue(); // false: moved on
    bool reachHour();
    void reachNextHourOfDay(int hour);
    void reachNextMinute();
    void reachNextSecond();
    void pass(Move move);
    bool makesUpForSkippedHour() const;

    const CronSchedule &m_schedule;
    CronCalendar m_calendar;
    qint64 m_start;
    bool m_everyHour;
    std::optional<SkippedHours> m_skipped;
    std::optional<int> m_repeatedHour;
};

} // namespace signalbox::jobs
