// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/charts/step_area.h"

namespace signalbox::ui {

// For a StepArea: what lies between two values of each point of unbroken runs, as wide as its step.
template <typename Runs, typename Lower, typename Upper>
QList<StepArea::Segment> stepSegments(const Runs &runs, qint64 stepMs, Lower lower, Upper upper)
{
    QList<StepArea::Segment> segments;
    for (const auto &run : runs) {
        StepArea::Segment segment;
        for (const auto *point : run) {
            for (const qint64 at : {point->atMs, point->atMs + stepMs}) {
                segment.lower.append({double(at), double(lower(*point))});
                segment.upper.append({double(at), double(upper(*point))});
            }
        }
        segments.append(segment);
    }
    return segments;
}

} // namespace signalbox::ui
