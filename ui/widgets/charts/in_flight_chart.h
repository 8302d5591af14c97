// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/charts/series_chart.h"
#include "widgets/charts/step_area.h"

namespace signalbox::ui {

// The largest number of requests in flight at once in each step.
class InFlightChart : public SeriesChart<SeriesData> {
    Q_OBJECT
public:
    InFlightChart(const Theme &theme, ChartTimeline &timeline, QWidget *parent = nullptr);

protected:
    void plot() override;
    QList<ChartFigure> figures(const SeriesPoint &point) const override;
    QList<std::pair<double, QColor>> marks(const SeriesPoint &point) const override;
    void recolour() override;

private:
    StepArea m_area;
};

} // namespace signalbox::ui
