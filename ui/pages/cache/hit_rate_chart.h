// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/metrics/cache_series.h"
#include "widgets/charts/segmented_line.h"
#include "widgets/charts/series_chart.h"

#include <map>
#include <memory>

namespace signalbox::ui {

// The share of lookups that the cache answered, over time: a line for each namespace.
class HitRateChart : public SeriesChart<CacheSeries> {
    Q_OBJECT
public:
    HitRateChart(const Theme &theme, ChartTimeline &timeline, QWidget *parent = nullptr);

protected:
    void plot() override;
    QList<ChartFigure> figures(const CachePoint &point) const override;
    QList<ChartFigure> details(const CachePoint &point, double y) const override;
    QList<std::pair<double, QColor>> marks(const CachePoint &point) const override;
    void recolour() override;

private:
    SegmentedLine &lineOf(const QString &name);
    QColor colourOf(qsizetype namespaceAt) const;
    QPen penOf(qsizetype namespaceAt) const;
    QList<QList<QPointF>> segmentsOf(const QString &name, const QList<Run> &unbroken) const;

    QStringList m_names; // of the namespaces
    std::map<QString, std::unique_ptr<SegmentedLine>> m_lines;
};

} // namespace signalbox::ui
