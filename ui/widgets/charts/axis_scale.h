// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QList>
#include <QString>

namespace signalbox::ui {

// How values lie along an axis, and which of them are labelled. A value; any thread.
struct AxisScale {
    struct Tick {
        double value = 0;
        QString label;
    };

    double min = 0;
    double max = 1;
    bool logarithmic = false;
    double step = 1; // between ticks of a linear scale
    QList<Tick> ticks;

    double position(double value) const; // 0 at min, 1 at max; clamped
    double value(double position) const; // the inverse

    using Format = QString (*)(double);
    // From 0 to a round number over `largest`, with at most `maxTicks` intervals.
    static AxisScale linear(double largest, Format format, int maxTicks = 4);
    // From a power of ten (or 2 or 5 times one) under `smallest` to one over `largest`, at least a decade.
    static AxisScale decades(double smallest, double largest, Format format);
    // Milliseconds since the epoch, ticks at round local times, some `pixelsPerTick` apart.
    static AxisScale time(qint64 fromMs, qint64 toMs, double widthPixels, double pixelsPerTick = 90);
};

} // namespace signalbox::ui
