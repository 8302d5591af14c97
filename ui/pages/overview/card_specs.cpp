// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/overview/card_specs.h"

#include "widgets/format.h"

#include <QCoreApplication>

#include <cmath>

namespace signalbox::ui {

namespace {

constexpr double Noticeable = 0.05; // a smaller change is none
constexpr qsizetype SparklinePoints = 60;
constexpr double NoValue = std::numeric_limits<double>::quiet_NaN();

QString text(const char *english)
{
    return QCoreApplication::translate("OverviewCards", english);
}

QString slowerThan(double ms)
{
    if (!std::isfinite(ms) || ms <= 0)
        return {};
    // Rounded down, so that the request at the percentile is among those shown.
    const double unit = std::pow(10, std::floor(std::log10(ms)) - 3);
    return QStringLiteral("ms:>%1").arg(std::floor(ms / unit) * unit, 0, 'g', 4);
}

CardSpec rateCard()
{
    return {QStringLiteral("Rate"),
            text("Rate"),
            [](const StatsFigures &stats) { return formatRate(stats.perSecond); },
            nullptr,
            [](const StatsFigures &stats) { return stats.perSecond; },
            [](const SeriesPoint &point, double seconds) { return double(point.requests) / seconds; },
            CardSpec::Better::Either,
            Theme::Role::Accent,
            QStringLiteral("requests"),
            [](const StatsFigures &) { return QString(); }};
}

CardSpec p50Card()
{
    return {QStringLiteral("P50"),
            text("p50 latency"),
            [](const StatsFigures &stats) { return formatDuration(stats.latency.p50); },
            nullptr,
            [](const StatsFigures &stats) { return stats.latency.p50; },
            [](const SeriesPoint &point, double) { return point.hasLatency() ? point.latency.p50 : NoValue; },
            CardSpec::Better::Less,
            Theme::Role::ChartP50,
            QStringLiteral("requests"),
            [](const StatsFigures &stats) { return slowerThan(stats.latency.p50); }};
}

CardSpec p95Card()
{
    return {QStringLiteral("P95"),
            text("p95 latency"),
            [](const StatsFigures &stats) { return formatDuration(stats.latency.p95); },
            nullptr,
            [](const StatsFigures &stats) { return stats.latency.p95; },
            [](const SeriesPoint &point, double) { return point.hasLatency() ? point.latency.p95 : NoValue; },
            CardSpec::Better::Less,
            Theme::Role::ChartP95,
            QStringLiteral("requests"),
            [](const StatsFigures &stats) { return slowerThan(stats.latency.p95); }};
}

CardSpec p99Card()
{
    return {QStringLiteral("P99"),
            text("p99 latency"),
            [](const StatsFigures &stats) { return formatDuration(stats.latency.p99); },
            nullptr,
            [](const StatsFigures &stats) { return stats.latency.p99; },
            [](const SeriesPoint &point, double) { return point.hasLatency() ? point.latency.p99 : NoValue; },
            CardSpec::Better::Less,
            Theme::Role::ChartP99,
            QStringLiteral("requests"),
            [](const StatsFigures &stats) { return slowerThan(stats.latency.p99); }};
}

CardSpec errorsCard()
{
    return {QStringLiteral("Errors"),
            text("Errors"),
            [](const StatsFigures &stats) { return formatPercent(stats.errorRatio()); },
            [](const StatsFigures &stats) { return text("%1 failed").arg(formatCount(double(stats.errors))); },
            [](const StatsFigures &stats) { return stats.requests > 0 ? stats.errorRatio() : NoValue; },
            [](const SeriesPoint &point, double seconds) { return double(point.errors) / seconds; },
            CardSpec::Better::Less,
            Theme::Role::Danger,
            QStringLiteral("requests"),
            [](const StatsFigures &) { return QStringLiteral("error"); }};
}

CardSpec inFlightCard()
{
    return {QStringLiteral("InFlight"),
            text("In flight"),
            [](const StatsFigures &stats) { return formatCount(double(stats.active)); },
            [](const StatsFigures &stats) { return text("peak %1").arg(formatCount(double(stats.activeMax))); },
            [](const StatsFigures &stats) { return double(stats.activeMax); },
            [](const SeriesPoint &point, double) { return double(point.activeMax); },
            CardSpec::Better::Either,
            Theme::Role::ChartActive,
            QStringLiteral("routes"),
            [](const StatsFigures &) { return QString(); }};
}

CardSpec connectionsCard()
{
    return {QStringLiteral("Connections"),
            text("Connections"),
            [](const StatsFigures &stats) { return formatCount(double(stats.connections)); },
            nullptr,
            [](const StatsFigures &) { return NoValue; },
            [](const SeriesPoint &point, double) { return double(point.connections); },
            CardSpec::Better::Either,
            Theme::Role::Accent,
            QString(),
            nullptr};
}

CardSpec loopDelayCard()
{
    return {QStringLiteral("LoopDelay"),
            text("Event-loop delay"),
            [](const StatsFigures &stats) { return formatDuration(stats.loopDelayMs); },
            nullptr,
            [](const StatsFigures &) { return NoValue; },
            [](const SeriesPoint &point, double) { return point.loopDelayMs; },
            CardSpec::Better::Less,
            Theme::Role::Warning,
            QStringLiteral("requests"),
            [](const StatsFigures &) { return QStringLiteral("slow"); },
            [](const StatsFigures &stats) { return std::isfinite(stats.loopDelayMs); }};
}

void compare(StatCard::Content &content, double now, double before, CardSpec::Better better)
{
    if (!std::isfinite(now) || !std::isfinite(before) || before <= 0)
        return;
    const double change = now / before - 1;
    if (std::abs(change) < Noticeable) {
        content.change = text("≈");
        return;
    }
    const QString amount = change >= 1 ? QStringLiteral("×%1").arg(formatCount(now / before))
                                       : QStringLiteral("%1 %").arg(std::lround(std::abs(change) * 100));
    content.change = (change > 0 ? QStringLiteral("▲ ") : QStringLiteral("▼ ")) + amount;
    if (better == CardSpec::Better::Less)
        content.changeTone = change > 0 ? StatCard::Tone::Bad : StatCard::Tone::Good;
}

QList<double> pastOf(const CardSpec &spec, const SeriesData &series)
{
    QList<double> past;
    const QList<SeriesPoint> &points = series.points();
    for (qsizetype i = std::max<qsizetype>(0, points.size() - SparklinePoints); i < points.size(); ++i) {
        if (i > 0 && points[i].atMs > points[i - 1].atMs + series.stepMs())
            past.append(NoValue);
        past.append(spec.past(points[i], double(series.stepMs()) / 1000));
    }
    return past;
}

} // namespace

QList<CardSpec> overviewCards()
{
    return {rateCard(),   p50Card(),      p95Card(),         p99Card(),
            errorsCard(), inFlightCard(), connectionsCard(), loopDelayCard()};
}

StatCard::Content cardContent(const CardSpec &spec, const StatsFigures &now, const std::optional<StatsFigures> &before,
                              const SeriesData &series, const CardPeriods &periods)
{
    StatCard::Content content;
    content.figure = spec.figure(now);
    content.note = spec.note ? spec.note(now) : QString();
    if (before)
        compare(content, spec.value(now), spec.value(*before), spec.better);
    content.past = pastOf(spec, series);
    content.toolTip = content.change.isEmpty() ? text("Over %1").arg(periods.current)
                                               : text("Over %1, against %2").arg(periods.current, periods.before);
    return content;
}

} // namespace signalbox::ui
