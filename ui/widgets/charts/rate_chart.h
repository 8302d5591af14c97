// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/charts/series_chart.h"
#include "widgets/charts/step_area.h"

#include <memory>

namespace signalbox::ui {

// Requests a second over time, stacked by status class in the classes' colours; classes that never came are left out.
class RateChart : public SeriesChart<SeriesData> {
    Q_OBJECT
public:
    RateChart(const Theme &theme, ChartTimeline &timeline, QWidget *parent = nullptr);

protected:
    void plot() override;
    QList<ChartFigure> figures(const SeriesPoint &point) const override;
    QList<ChartFigure> details(const SeriesPoint &point, double y) const override;
    QList<std::pair<double, QColor>> marks(const SeriesPoint &point) const override;
    void recolour() override;

private:
    double perSecond(qint64 count) const;
    bool isSeen(StatusClass statusClass) const;
    QString className(StatusClass statusClass) const;
    QColor colour(StatusClass statusClass) const;
    QList<StepArea::Segment> segments(const QList<Run> &runs, size_t statusClass) const;

    std::array<std::unique_ptr<StepArea>, StatusClassCount> m_areas;
};

} // namespace signalbox::ui
