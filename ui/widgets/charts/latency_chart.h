// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/charts/segmented_line.h"
#include "widgets/charts/series_chart.h"

#include <memory>

namespace signalbox::ui {

class HeatMapItem;

// Latency over time: the heat map of all requests, with p50, p95 and p99 on it, on a logarithmic axis.
class LatencyChart : public SeriesChart<SeriesData> {
    Q_OBJECT
public:
    LatencyChart(const Theme &theme, ChartTimeline &timeline, QWidget *parent = nullptr);

    const HeatMapItem &heatMap() const { return *m_heat; }

protected:
    void plot() override;
    QList<ChartFigure> figures(const SeriesPoint &point) const override;
    QList<ChartFigure> details(const SeriesPoint &point, double y) const override;
    QList<std::pair<double, QColor>> marks(const SeriesPoint &point) const override;
    void recolour() override;

private:
    struct Percentile {
        QString name;
        double Percentiles::*value;
        int role; // of Theme::Role
        std::unique_ptr<SegmentedLine> halo; // tells the line from the heat under it
        std::unique_ptr<SegmentedLine> line;
    };
    AxisScale latencyScale() const;
    void plotLine(const Percentile &percentile, const QList<Run> &runs);

    HeatMapItem *m_heat;
    std::vector<Percentile> m_percentiles;
};

} // namespace signalbox::ui
