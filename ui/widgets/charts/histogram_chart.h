// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "percentiles.h"
#include "widgets/charts/plot_view.h"
#include "widgets/charts/segmented_line.h"
#include "widgets/charts/step_area.h"

#include <vector>

class QGraphicsRectItem;

namespace signalbox::ui {

// Counts by range of latency: counts[i] from boundsMs[i] to boundsMs[i + 1].
struct LatencyHistogram {
    QList<double> boundsMs;
    QList<qint64> counts;

    qint64 total() const;
    qint64 upTo(qsizetype bin) const; // how many were in it or faster
};

// How latency is spread, on a logarithmic axis, with its percentiles as lines. Hover gives a bin's figures.
class HistogramChart : public PlotView {
    Q_OBJECT
public:
    HistogramChart(const Theme &theme, QWidget *parent = nullptr);

    void setHistogram(const LatencyHistogram &histogram, const Percentiles &percentiles);
    const LatencyHistogram &shown() const { return m_shown; }
    QList<ChartFigure> legend() const;

protected:
    void recolour() override;
    void replot() override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    struct Mark {
        QString name;
        double Percentiles::*value;
        int role; // of Theme::Role
        std::unique_ptr<SegmentedLine> line;
    };
    void plotBars();
    void showBin(qsizetype bin, QPoint position);

    LatencyHistogram m_shown;
    Percentiles m_percentiles;
    StepArea m_bars;
    std::vector<Mark> m_marks;
    QGraphicsRectItem *m_hovered;
};

} // namespace signalbox::ui
