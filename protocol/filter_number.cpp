// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "filter_number.h"

#include <QHash>

#include <limits>

namespace signalbox {

namespace {

using Range = std::pair<qint64, qint64>;

constexpr qint64 lowest = std::numeric_limits<qint64>::min();
constexpr qint64 highest = std::numeric_limits<qint64>::max();

// What stands for one number: "500" of milliseconds is every duration that a person would call 500 ms.
struct Number {
    qint64 value = 0;
    qint64 last = 0; // of those that equal it
};

struct Scale {
    double factor = 1;
    qint64 width = 0;
};

std::optional<Scale> scaleOf(QStringView suffix, FilterUnit unit)
{
    static const QHash<QString, Scale> durations{
        {QString(), {1e3, 999}},        {QStringLiteral("ms"), {1e3, 999}}, {QStringLiteral("us"), {1, 0}},
        {QStringLiteral("µs"), {1, 0}}, {QStringLiteral("s"), {1e6, 999}},  {QStringLiteral("m"), {6e7, 999}},
    };
    static const QHash<QString, Scale> sizes{
        {QString(), {1, 0}},
        {QStringLiteral("b"), {1, 0}},
        {QStringLiteral("k"), {1024, 0}},
        {QStringLiteral("kb"), {1024, 0}},
        {QStringLiteral("m"), {1024 * 1024, 0}},
        {QStringLiteral("mb"), {1024 * 1024, 0}},
    };
    const QString name = suffix.toString().toLower();
    if (unit != FilterUnit::Duration && unit != FilterUnit::Size)
        return name.isEmpty() ? std::optional(Scale{}) : std::nullopt;
    const auto &known = unit == FilterUnit::Duration ? durations : sizes;
    const auto found = known.constFind(name);
    return found == known.cend() ? std::nullopt : std::optional(*found);
}

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

std::optional<Number> parseNumber(QStringView text, FilterUnit unit)
{
    constexpr double greatest = 1e15;
    qsizetype digits = 0;
    while (digits < text.size() && (isDigit(text[digits]) || text[digits] == u'.'))
        ++digits;
    const QStringView figure = text.first(digits);
    if (figure.isEmpty() || !isDigit(figure.front()) || !isDigit(figure.back()))
        return std::nullopt;
    const bool whole = !figure.contains(u'.');
    const auto scale = scaleOf(text.sliced(digits), unit);
    bool ok = false;
    const double value = figure.toDouble(&ok);
    const bool fits = ok && scale && (whole || unit == FilterUnit::Duration || unit == FilterUnit::Size)
        && value * scale->factor < greatest;
    if (!fits)
        return std::nullopt;
    const qint64 scaled = qRound64(value * scale->factor);
    return Number{scaled, scaled + scale->width};
}

std::optional<Range> parseStatusClass(QStringView text)
{
    const bool isClass = text.size() == 3 && text[0] >= u'1' && text[0] <= u'5'
        && text.sliced(1).compare(QLatin1StringView("xx"), Qt::CaseInsensitive) == 0;
    if (!isClass)
        return std::nullopt;
    const qint64 first = (text[0].unicode() - u'0') * 100;
    return Range(first, first + 99);
}

std::optional<Range> compare(QStringView sign, const Number &number)
{
    if (sign == QLatin1StringView(">="))
        return Range(number.value, highest);
    if (sign == QLatin1StringView(">"))
        return Range(number.value + 1, highest);
    if (sign == QLatin1StringView("<="))
        return Range(lowest, number.value);
    if (sign == QLatin1StringView("<"))
        return Range(lowest, number.value - 1);
    if (sign.isEmpty() || sign == QLatin1StringView("="))
        return Range(number.value, number.last);
    return std::nullopt;
}

std::optional<Range> parseBetween(QStringView text, qsizetype dots, FilterUnit unit)
{
    const auto from = parseNumber(text.first(dots), unit);
    const auto to = parseNumber(text.sliced(dots + 2), unit);
    if (!from || !to || to->last < from->value)
        return std::nullopt;
    return Range(from->value, to->last);
}

} // namespace

std::optional<Range> parseFilterRange(QStringView text, FilterUnit unit)
{
    if (unit == FilterUnit::Status) {
        const bool equals = text.startsWith(u'=');
        if (const auto statusClass = parseStatusClass(equals ? text.sliced(1) : text))
            return statusClass;
    }
    if (const qsizetype dots = text.indexOf(QLatin1StringView("..")); dots > 0)
        return parseBetween(text, dots, unit);
    qsizetype signs = 0;
    while (signs < text.size() && QStringView(u"<>=").contains(text[signs]))
        ++signs;
    const auto number = parseNumber(text.sliced(signs), unit);
    return number ? compare(text.first(signs), *number) : std::nullopt;
}

} // namespace signalbox
