// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/cron_parser.h"

#include "jobs/cron_field_reader.h"
#include "jobs/cron_hash.h"

#include <QHash>
#include <QRegularExpression>

#include <array>

namespace signalbox::jobs {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype longestPattern = 1024;
constexpr std::size_t fieldCount = 6;
using Fields = std::array<QString, fieldCount>;

CronError patternError(const QString &message)
{
    return {u"pattern"_s, message};
}

const std::array<CronUnit, fieldCount> &units()
{
    static const QStringList months{u"jan"_s, u"feb"_s, u"mar"_s, u"apr"_s, u"may"_s, u"jun"_s,
                                    u"jul"_s, u"aug"_s, u"sep"_s, u"oct"_s, u"nov"_s, u"dec"_s};
    static const QStringList weekdays{u"sun"_s, u"mon"_s, u"tue"_s, u"wed"_s, u"thu"_s, u"fri"_s, u"sat"_s};
    static const std::array<CronUnit, fieldCount> all{{
        {.name = u"second"_s, .minimum = 0, .maximum = 59, .aliases = {}},
        {.name = u"minute"_s, .minimum = 0, .maximum = 59, .aliases = {}},
        {.name = u"hour"_s, .minimum = 0, .maximum = 23, .aliases = {}},
        {.name = u"dayOfMonth"_s, .minimum = 1, .maximum = 31, .aliases = {}, .daysOfMonth = true},
        {.name = u"month"_s, .minimum = 1, .maximum = 12, .aliases = months, .firstAlias = 1},
        {.name = u"dayOfWeek"_s, .minimum = 0, .maximum = 7, .aliases = weekdays, .daysOfWeek = true},
    }};
    return all;
}

QString spelledOut(QStringView pattern)
{
    static const QHash<QString, QString> named{
        {u"@yearly"_s, u"0 0 0 1 1 *"_s},     {u"@annually"_s, u"0 0 0 1 1 *"_s}, {u"@monthly"_s, u"0 0 0 1 * *"_s},
        {u"@weekly"_s, u"0 0 0 * * 0"_s},     {u"@daily"_s, u"0 0 0 * * *"_s},    {u"@hourly"_s, u"0 0 * * * *"_s},
        {u"@minutely"_s, u"0 * * * * *"_s},   {u"@secondly"_s, u"* * * * * *"_s}, {u"@weekdays"_s, u"0 0 0 * * 1-5"_s},
        {u"@weekends"_s, u"0 0 0 * * 0,6"_s},
    };
    const QString text = pattern.toString();
    return named.value(text, text);
}

std::variant<Fields, CronError> splitFields(QStringView pattern)
{
    if (pattern.size() > longestPattern)
        return patternError(u"A cron pattern has at most %1 characters."_s.arg(longestPattern));
    static const QRegularExpression whitespace(u"\\s+"_s, QRegularExpression::UseUnicodePropertiesOption);
    const QStringList words = spelledOut(pattern).split(whitespace, Qt::SkipEmptyParts);
    if (words.isEmpty())
        return patternError(u"The cron pattern is empty: \"* * * * *\" is each minute."_s);
    if (words.size() > static_cast<qsizetype>(fieldCount))
        return patternError(u"A cron pattern has at most 6 fields (second, minute, hour, day of month, month, day of "
                            "week); this one has %1."_s.arg(words.size()));
    if (words.first().startsWith(u'@'))
        return patternError(u"What \"%1\" means isn't known: there are @yearly, @monthly, @weekly, @daily, @hourly, "
                            "@minutely, @secondly, @weekdays and @weekends."_s.arg(words.first()));
    Fields fields{u"0"_s, u"*"_s, u"*"_s, u"*"_s, u"*"_s, u"*"_s};
    std::copy(words.begin(), words.end(), fields.end() - words.size());
    return fields;
}

} // namespace

std::variant<CronSchedule, CronError> parseCron(QStringView pattern, QStringView hashSeed)
{
    const std::variant<Fields, CronError> split = splitFields(pattern);
    if (const auto *error = std::get_if<CronError>(&split))
        return *error;
    // The order in which cron-parser draws a number for each.
    static constexpr std::array<std::size_t, fieldCount> order{0, 1, 2, 4, 3, 5};
    CronSchedule schedule;
    const std::array<CronField *, fieldCount> fields{&schedule.second,     &schedule.minute, &schedule.hour,
                                                     &schedule.dayOfMonth, &schedule.month,  &schedule.dayOfWeek};
    CronHash hash(hashSeed);
    for (const std::size_t index : order) {
        CronFieldReader reader(units().at(index), hash.next());
        if (!reader.read(std::get<Fields>(split).at(index)))
            return reader.error();
        *fields.at(index) = reader.field();
        schedule.lastDayOfMonth |= reader.lastDayOfMonth();
        schedule.lastWeekdays |= reader.lastWeekdays();
        schedule.nthWeekday += reader.nthWeekday();
    }
    if (!schedule.everComes())
        return CronError{u"dayOfMonth"_s,
                         u"dayOfMonth \"%1\": none of the months has such a day."_s.arg(std::get<Fields>(split).at(3))};
    return schedule;
}

} // namespace signalbox::jobs
