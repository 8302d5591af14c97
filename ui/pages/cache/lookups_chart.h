// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/metrics/cache_series.h"
#include "widgets/charts/series_chart.h"
#include "widgets/charts/step_area.h"

#include <vector>

namespace signalbox::ui {

// Lookups a second over time, stacked by where they were answered: in process, by Redis, or not by the cache.
class LookupsChart : public SeriesChart<CacheSeries> {
    Q_OBJECT
public:
    LookupsChart(const Theme &theme, ChartTimeline &timeline, QWidget *parent = nullptr);

protected:
    void plot() override;
    QList<ChartFigure> figures(const CachePoint &point) const override;
    QList<ChartFigure> details(const CachePoint &point, double y) const override;
    QList<std::pair<double, QColor>> marks(const CachePoint &point) const override;
    void recolour() override;

private:
    struct Layer {
        QString name;
        qint64 CacheCounts::*count;
        int role; // of Theme::Role
        StepArea area;
    };
    void add(const QString &name, qint64 CacheCounts::*count, int role);
    double perSecond(qint64 count) const;
    double upTo(const CachePoint &point, size_t layers) const;

    std::vector<Layer> m_layers; // the lowest first
};

} // namespace signalbox::ui
