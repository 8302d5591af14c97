// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/cron_error.h"
#include "jobs/cron_schedule.h"

#include <QStringList>
#include <QStringView>

#include <bitset>
#include <optional>

namespace signalbox::jobs {

// What one of the six fields may hold.
struct CronUnit {
    QString name;
    int minimum;
    int maximum;
    QStringList aliases; // in lower case
    int firstAlias = 0; // what the first of them stands for
    bool daysOfMonth = false; // L
    bool daysOfWeek = false; // 5L, 5#2; 7 is Sunday, too
};

// Reads a field. Used once; the unit outlives it.
class CronFieldReader {
public:
    CronFieldReader(const CronUnit &unit, double hash);

    bool read(QStringView text); // false: see error()

    CronField field() const;
    bool lastDayOfMonth() const { return m_lastDayOfMonth; }
    std::bitset<7> lastWeekdays() const;
    int nthWeekday() const { return m_nthWeekday; }
    CronError error() const { return {m_unit.name, m_error}; }

private:
    using Values = std::bitset<60>; // 7 is kept beside 0 here

    bool readOccurrence(QStringView &text);
    bool readTerm(QStringView term);
    bool readBase(QStringView base, std::optional<int> step);
    bool readRange(QStringView from, QStringView to, int step);
    bool readHash(QStringView term, std::optional<int> step);
    bool readLastDay();
    bool readLastWeekday(QStringView weekday);
    std::optional<int> readStep(QStringView text);
    std::optional<int> readValue(QStringView text);

    bool addRange(int from, int to, int step);
    bool addHashed(int from, int to, std::optional<int> step);
    bool addSingle(int value);
    bool add(const Values &values);
    bool fail(const QString &reason);

    const CronUnit &m_unit;
    double m_hash;
    Values m_values;
    bool m_wildcard = false;
    bool m_lastDayOfMonth = false;
    std::bitset<8> m_lastWeekdays; // with 7 beside 0, too
    int m_nthWeekday = 0;
    QString m_text;
    QString m_error;
};

} // namespace signalbox::jobs
