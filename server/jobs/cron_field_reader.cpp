// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/cron_field_reader.h"

#include <algorithm>
#include <cmath>

namespace signalbox::jobs {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int saturated = 1'000'000;
constexpr int mostOccurrences = 5; // of a weekday in a month

// Of digits alone. What is larger than any field can use becomes `saturated`.
std::optional<int> readDigits(QStringView text)
{
    if (text.isEmpty())
        return {};
    int number = 0;
    for (const QChar digit : text) {
        if (digit < u'0' || digit > u'9')
            return {};
        number = std::min(number * 10 + (digit.unicode() - u'0'), saturated);
    }
    return number;
}

} // namespace

CronFieldReader::CronFieldReader(const CronUnit &unit, double hash)
    : m_unit(unit)
    , m_hash(hash)
{
}

bool CronFieldReader::read(QStringView text)
{
    m_text = text.toString();
    m_wildcard = text == u"*" || text == u"?";
    if (m_unit.daysOfWeek && !readOccurrence(text))
        return false;
    for (const QStringView term : text.split(u',')) {
        if (!readTerm(term))
            return false;
    }
    return true;
}

CronField CronFieldReader::field() const
{
    CronField field{m_values, m_wildcard};
    if (m_unit.daysOfWeek && field.has(7)) {
        field.values.reset(7);
        field.values.set(0);
    }
    return field;
}

std::bitset<7> CronFieldReader::lastWeekdays() const
{
    std::bitset<7> days(m_lastWeekdays.to_ulong() & 0x7f);
    if (m_lastWeekdays.test(7))
        days.set(0);
    return days;
}

// Takes #2 from the end.
bool CronFieldReader::readOccurrence(QStringView &text)
{
    const qsizetype mark = text.indexOf(u'#');
    if (mark < 0)
        return true;
    const std::optional<int> number = readDigits(text.sliced(mark + 1));
    if (!number || *number < 1 || *number > mostOccurrences)
        return fail(u"after # comes which one of the month, from 1 to 5"_s);
    text = text.first(mark);
    if (text.contains(u',') || text.contains(u'-') || text.contains(u'/') || text.endsWith(u'L'))
        return fail(u"# goes with a single day of the week"_s);
    m_nthWeekday = *number;
    return true;
}

bool CronFieldReader::readTerm(QStringView term)
{
    if (term.isEmpty())
        return fail(u"it has nothing between two commas, or before or after one"_s);
    const qsizetype slash = term.indexOf(u'/');
    if (slash < 0)
        return readBase(term, {});
    const std::optional<int> step = readStep(term.sliced(slash + 1));
    return step && readBase(term.first(slash), step);
}

bool CronFieldReader::readBase(QStringView base, std::optional<int> step)
{
    if (base.startsWith(u'H'))
        return readHash(base, step);
    if (base == u"*" || base == u"?")
        return addRange(m_unit.minimum, m_unit.maximum, step.value_or(1));
    if (const qsizetype dash = base.indexOf(u'-'); dash >= 0)
        return readRange(base.first(dash), base.sliced(dash + 1), step.value_or(1));
    if (!step && m_unit.daysOfMonth && base == u"L")
        return readLastDay();
    if (!step && m_unit.daysOfWeek && base.size() > 1 && base.endsWith(u'L'))
        return readLastWeekday(base.chopped(1));
    const std::optional<int> value = readValue(base);
    if (!value)
        return false;
    return step ? addRange(*value, m_unit.maximum, *step) : addSingle(*value);
}

bool CronFieldReader::readRange(QStringView from, QStringView to, int step)
{
    const std::optional<int> first = readValue(from);
    if (!first)
        return false;
    const std::optional<int> last = readValue(to);
    if (!last)
        return false;
    if (*first > *last)
        return fail(u"the range %1-%2 runs backwards: write it as two"_s.arg(*first).arg(*last));
    return addRange(*first, *last, step);
}

// H, H/5, H(0-29), H(0-29)/5: a value, or the first of some, by the hash.
bool CronFieldReader::readHash(QStringView term, std::optional<int> step)
{
    if (term == u"H")
        return addHashed(m_unit.minimum, m_unit.maximum, step);
    const qsizetype dash = term.indexOf(u'-');
    if (!term.startsWith(u"H(") || !term.endsWith(u')') || dash < 0)
        return fail(u"H is written as H, H/5, H(1-5) or H(1-5)/2"_s);
    const std::optional<int> from = readDigits(term.first(dash).sliced(2));
    const std::optional<int> to = readDigits(term.sliced(dash + 1).chopped(1));
    if (!from || !to || *from > *to)
        return fail(u"in H(1-5) there are two numbers, the smaller first"_s);
    const int first = std::max(*from, m_unit.minimum);
    const int last = std::min(*to, m_unit.maximum);
    if (first > last)
        return fail(u"nothing of H(%1-%2) is in %3-%4"_s.arg(*from).arg(*to).arg(m_unit.minimum).arg(m_unit.maximum));
    return addHashed(first, last, step);
}

bool CronFieldReader::readLastDay()
{
    if (m_lastDayOfMonth)
        return fail(u"L is in it twice"_s);
    m_lastDayOfMonth = true;
    return true;
}

bool CronFieldReader::readLastWeekday(QStringView weekday)
{
    const std::optional<int> value = readValue(weekday);
    if (!value)
        return false;
    const std::size_t day = static_cast<std::size_t>(*value);
    if (m_lastWeekdays.test(day))
        return fail(u"%1L is in it twice"_s.arg(weekday));
    m_lastWeekdays.set(day);
    return true;
}

std::optional<int> CronFieldReader::readStep(QStringView text)
{
    const std::optional<int> step = readDigits(text);
    if (!step || *step < 1) {
        fail(u"after / comes a number from 1 on"_s);
        return {};
    }
    return step;
}

std::optional<int> CronFieldReader::readValue(QStringView text)
{
    const qsizetype alias = m_unit.aliases.indexOf(text.toString().toLower());
    if (alias >= 0)
        return m_unit.firstAlias + static_cast<int>(alias);
    const std::optional<int> value = readDigits(text);
    if (!value) {
        fail(u"what \"%1\" means isn't known"_s.arg(text));
        return {};
    }
    if (*value < m_unit.minimum || *value > m_unit.maximum) {
        fail(u"%1 is outside %2-%3"_s.arg(text).arg(m_unit.minimum).arg(m_unit.maximum));
        return {};
    }
    return value;
}

bool CronFieldReader::addRange(int from, int to, int step)
{
    Values values;
    for (int value = from; value <= to; value += step)
        values.set(static_cast<std::size_t>(value));
    if (m_unit.daysOfWeek && values.test(7))
        values.set(0);
    return add(values);
}

bool CronFieldReader::addHashed(int from, int to, std::optional<int> step)
{
    const auto pick = [this](int size) { return static_cast<int>(std::floor(m_hash * size)); };
    bool any = false;
    if (step) {
        // Steps are counted from zero, whatever the range.
        for (int value = from / *step * *step + pick(*step); value <= to; value += *step) {
            if (value < from)
                continue;
            any = true;
            if (!addSingle(value))
                return false;
        }
    }
    return any || addSingle(from + pick(to - from + 1));
}

bool CronFieldReader::addSingle(int value)
{
    return add(Values().set(static_cast<std::size_t>(m_unit.daysOfWeek ? value % 7 : value)));
}

// cron-parser takes no value twice, and a worker that uses it would stop at such a pattern.
bool CronFieldReader::add(const Values &values)
{
    const Values twice = m_values & values;
    for (int value = 0; twice.any() && value <= m_unit.maximum; ++value) {
        if (twice.test(static_cast<std::size_t>(value)))
            return fail(u"%1 is in it twice"_s.arg(value));
    }
    m_values |= values;
    return true;
}

bool CronFieldReader::fail(const QString &reason)
{
    m_error = u"%1 \"%2\": %3."_s.arg(m_unit.name, m_text, reason);
    return false;
}

} // namespace signalbox::jobs
