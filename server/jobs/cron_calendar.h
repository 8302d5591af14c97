// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QTimeZone>

namespace signalbox::jobs {

// A day of the calendar, with what patterns ask of it.
struct CronDay {
    int year = 1970;
    int month = 1;
    int day = 1;
    int weekday = 4; // Sunday is 0
    int daysInMonth = 31;
};

int longestMonth(int month); // its days in a leap year

// A moment as the clocks of a time zone show it, which can be moved forward and set. A time that the clocks skip
// becomes the one as much later as they are put forward; of times that they show twice, the one with the offset of the
// moment before is taken, else the first. One thread at a time.
class CronCalendar {
public:
    CronCalendar(const QTimeZone &zone, qint64 ms);

    qint64 ms() const { return m_ms; }
    const CronDay &day() const { return m_day; }
    int hour() const;
    int minute() const;
    int second() const;
    int millisecond() const;
    qint64 offset() const { return m_offset; } // ms east of UTC

    // To the beginning of the next one.
    void toNextMonth();
    void toNextDay();
    void toNextHour();
    void toNextMinute();
    void addSecond(); // exactly one

    void setHour(int hour);
    void setMinute(int minute);
    void setSecond(int second);
    void dropMilliseconds();

    // Whether the clocks show another offset at this day's end than at its beginning.
    bool changesOffsetToday() const;

private:
    qint64 local() const { return m_ms + m_offset; }
    qint64 offsetAt(qint64 ms) const;
    void moveTo(qint64 ms);
    void moveToLocal(qint64 local);
    void backToStartOf(qint64 unit);

    QTimeZone m_zone;
    qint64 m_ms = 0;
    qint64 m_offset = 0;
    CronDay m_day;
};

} // namespace signalbox::jobs
