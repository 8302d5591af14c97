// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/charts/axis_scale.h"

#include <QDateTime>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <cmath>

namespace signalbox::ui {

namespace {

double roundUp(double value) // to 1, 2 or 5 times a power of ten
{
    const double power = std::pow(10, std::floor(std::log10(value)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= value * (1 - 1e-9))
            return factor * power;
    }
    return 10 * power;
}

double roundDown(double value)
{
    const double power = std::pow(10, std::floor(std::log10(value) + 1e-9));
    for (const double factor : {5.0, 2.0}) {
        if (factor * power <= value * (1 + 1e-9))
            return factor * power;
    }
    return power;
}

// Round figures need no zeros after the point: "1.00 s" is "1 s" on an axis.
QString tickLabel(double value, AxisScale::Format format)
{
    static const QRegularExpression zeros(QStringLiteral("\\.(?:0+|([0-9]*[1-9])0+)(?=\\D|$)"));
    if (value == 0)
        return QStringLiteral("0");
    QString label = format(value);
    const QRegularExpressionMatch match = zeros.match(label);
    if (match.hasMatch())
        label.replace(match.capturedStart(), match.capturedLength(),
                      match.captured(1).isEmpty() ? QString() : QLatin1Char('.') + match.captured(1));
    return label;
}

constexpr std::array<qint64, 18> TimeSteps{1,   2,   5,    10,   15,   30,    60,    120,   300,
                                           600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400};

qint64 timeStepMs(double spanMs, double wantedTicks)
{
    for (const qint64 seconds : TimeSteps) {
        if (spanMs / (double(seconds) * 1000) <= wantedTicks)
            return seconds * 1000;
    }
    return TimeSteps.back() * 1000;
}

} // namespace

double AxisScale::position(double value) const
{
    if (logarithmic) {
        if (value <= min)
            return 0;
        return std::min(1.0, std::log(value / min) / std::log(max / min));
    }
    return std::clamp((value - min) / (max - min), 0.0, 1.0);
}

double AxisScale::value(double position) const
{
    return logarithmic ? min * std::pow(max / min, position) : min + position * (max - min);
}

AxisScale AxisScale::linear(double largest, Format format, int maxTicks)
{
    AxisScale scale;
    const double top = largest > 0 ? largest : 1;
    scale.step = std::max(roundUp(top / maxTicks), top <= maxTicks ? 1.0 : 0.0);
    scale.max = std::max(std::ceil(top / scale.step - 1e-9), 2.0) * scale.step;
    const int last = qRound(scale.max / scale.step);
    for (int tick = 0; tick <= last; ++tick)
        scale.ticks.append({tick * scale.step, tickLabel(tick * scale.step, format)});
    return scale;
}

AxisScale AxisScale::decades(double smallest, double largest, Format format)
{
    AxisScale scale;
    scale.logarithmic = true;
    scale.min = roundDown(std::max(smallest, 1e-6));
    scale.max = roundUp(std::max(largest, scale.min * 10));
    const int lowest = static_cast<int>(std::floor(std::log10(scale.min) + 1e-9));
    const int highest = static_cast<int>(std::floor(std::log10(scale.max) + 1e-9));
    const bool few = scale.max / scale.min < 100; // then powers of ten alone say too little
    for (int exponent = lowest; exponent <= highest; ++exponent) {
        const double power = std::pow(10, exponent);
        for (const double value : {power, 2 * power, 5 * power}) {
            const bool inside = value >= scale.min * (1 - 1e-9) && value <= scale.max * (1 + 1e-9);
            if (inside && (few || value == power))
                scale.ticks.append({value, tickLabel(value, format)});
        }
    }
    return scale;
}

AxisScale AxisScale::time(qint64 fromMs, qint64 toMs, double widthPixels, double pixelsPerTick)
{
    AxisScale scale;
    scale.min = double(fromMs);
    scale.max = double(std::max(toMs, fromMs + 1));
    const double wanted = std::max(1.0, widthPixels / pixelsPerTick);
    const qint64 step = timeStepMs(scale.max - scale.min, wanted);
    scale.step = double(step);
    const qint64 offset = qint64(QDateTime::fromMSecsSinceEpoch(fromMs).offsetFromUtc()) * 1000;
    const QString format = step < 60'000 ? QStringLiteral("HH:mm:ss") : QStringLiteral("HH:mm");
    for (qint64 at = ((fromMs + offset + step - 1) / step) * step - offset; at <= toMs; at += step)
        scale.ticks.append({double(at), QDateTime::fromMSecsSinceEpoch(at).toString(format)});
    return scale;
}

} // namespace signalbox::ui
