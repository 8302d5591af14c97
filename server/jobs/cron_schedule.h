// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <bitset>

namespace signalbox::jobs {

struct CronDay;

// One field of a pattern: the values at which it matches.
struct CronField {
    std::bitset<60> values;
    bool wildcard = false; // written as * or ?

    bool has(int value) const { return values.test(static_cast<std::size_t>(value)); }
    int first() const;
    int after(int value) const; // the next one, -1 when there is none
};

// A pattern that was read.
struct CronSchedule {
    // A day of the month and a day of the week that are both restricted match when one of them does.
    bool matchesDay(const CronDay &day) const;
    bool everComes() const; // false of February 30th and the like

    CronField second;
    CronField minute;
    CronField hour;
    CronField dayOfMonth;
    bool lastDayOfMonth = false; // L
    CronField month;
    CronField dayOfWeek; // Sunday is 0
    std::bitset<7> lastWeekdays; // 5L: the last Friday
    int nthWeekday = 0; // 5#2: the second Friday; 0: each one

private:
    bool matchesDayOfMonth(const CronDay &day) const;
    bool matchesDayOfWeek(const CronDay &day) const;
};

} // namespace signalbox::jobs
