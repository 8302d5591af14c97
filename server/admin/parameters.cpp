// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/parameters.h"

#include "http/context.h"

#include <QDateTime>

namespace signalbox::admin {

using namespace Qt::Literals::StringLiterals;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds longestWindow = std::chrono::hours(24);

struct Unit {
    QLatin1StringView suffix;
    qint64 milliseconds;
};
// The longer suffix first: "ms" ends in "s".
constexpr Unit units[] = {{"ms"_L1, 1}, {"s"_L1, 1000}, {"m"_L1, 60'000}, {"h"_L1, 3'600'000}};

std::optional<qint64> wholeNumber(QStringView text)
{
    bool fits = false;
    const qint64 value = text.toLongLong(&fits);
    // toLongLong also takes signs and surrounding spaces.
    if (!fits || value < 0 || text.isEmpty() || !text.front().isDigit() || !text.back().isDigit())
        return std::nullopt;
    return value;
}

} // namespace

std::optional<milliseconds> parseDuration(QStringView text)
{
    for (const Unit &unit : units) {
        if (!text.endsWith(unit.suffix))
            continue;
        const auto count = wholeNumber(text.chopped(unit.suffix.size()));
        // Beyond a year nobody means it, and the product could overflow.
        if (!count || *count == 0 || *count > 366LL * 24 * 3'600'000 / unit.milliseconds)
            return std::nullopt;
        return milliseconds(*count * unit.milliseconds);
    }
    return std::nullopt;
}

Parameters::Parameters(const http::Context &context)
    : m_context(context)
{
}

milliseconds Parameters::duration(const QString &name, milliseconds fallback, milliseconds most)
{
    if (!has(name))
        return fallback;
    const auto read = parseDuration(value(name));
    if (read && *read <= most)
        return *read;
    fail(name, u"Must be a duration like 250ms, 10s, 5m or 1h, at most %1 s"_s.arg(most.count() / 1000));
    return fallback;
}

telemetry::TimeRange Parameters::range(milliseconds fallback)
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const auto from = instant(u"from"_s);
    const auto to = instant(u"to"_s);
    if (!from && !to)
        return {now - duration(u"window"_s, fallback, longestWindow).count(), 0};
    if (has(u"window"_s))
        fail(u"window"_s, u"Can't be given together with from or to"_s);
    const qint64 end = to.value_or(now);
    const qint64 begin = from.value_or(end - fallback.count());
    if (begin >= end)
        fail(u"from"_s, u"Must be before to"_s);
    return {begin, to.value_or(0)};
}

bool Parameters::hasInstants() const
{
    return has(u"from"_s) || has(u"to"_s);
}

telemetry::TimeRange Parameters::everything()
{
    return hasInstants() || has(u"window"_s) ? range(longestWindow) : telemetry::TimeRange{};
}

int Parameters::number(const QString &name, int fallback, int most)
{
    if (!has(name))
        return fallback;
    const auto read = wholeNumber(value(name));
    if (read && *read >= 1 && *read <= most)
        return int(*read);
    fail(name, u"Must be a whole number from 1 to %1"_s.arg(most));
    return fallback;
}

Filter Parameters::filter(const QString &name)
{
    const auto parsed = Filter::parse(value(name));
    if (const auto *filter = std::get_if<Filter>(&parsed))
        return *filter;
    const auto &error = std::get<FilterError>(parsed);
    fail(name, error.message);
    m_errors.annotate(u"position"_s, error.position);
    m_errors.annotate(u"length"_s, error.length);
    return {};
}

QByteArray Parameters::text(const QString &name) const
{
    return value(name).toUtf8();
}

QByteArray Parameters::required(const QString &name)
{
    if (!has(name))
        fail(name, u"Is missing"_s);
    return text(name);
}

void Parameters::check() const
{
    m_errors.check(u"The query is not valid"_s);
}

std::optional<qint64> Parameters::instant(const QString &name)
{
    if (!has(name))
        return std::nullopt;
    const auto read = wholeNumber(value(name));
    if (!read)
        fail(name, u"Must be a time in milliseconds since 1970-01-01 UTC"_s);
    return read;
}

bool Parameters::has(const QString &name) const
{
    return !m_context.queryAll(name.toLatin1()).isEmpty();
}

QString Parameters::value(const QString &name) const
{
    return m_context.query(name.toLatin1());
}

void Parameters::fail(const QString &name, const QString &message)
{
    m_errors.add("query."_L1 + name, message);
}

} // namespace signalbox::admin
