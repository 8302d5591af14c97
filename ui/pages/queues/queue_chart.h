// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/queues/queue_series.h"
#include "widgets/charts/segmented_line.h"
#include "widgets/charts/series_chart.h"
#include "widgets/theme.h"

#include <functional>
#include <memory>
#include <vector>

namespace signalbox::ui {

// A few figures of a queue over time, a line each: jobs a second, or durations. Main thread.
class QueueChart : public SeriesChart<QueueSeries> {
    Q_OBJECT
public:
    enum class Kind : quint8 { Rates, Durations };
    using ValueOf = std::function<double(const QueuePoint &)>; // jobs, or milliseconds; NaN: nothing was measured

    QueueChart(const Theme &theme, ChartTimeline &timeline, Kind kind, QWidget *parent = nullptr);

    void addLine(const QString &name, Theme::Role role, ValueOf valueOf);

protected:
    void plot() override;
    QList<ChartFigure> figures(const QueuePoint &point) const override;
    QList<std::pair<double, QColor>> marks(const QueuePoint &point) const override;
    void recolour() override;

private:
    struct Line {
        QString name;
        Theme::Role role;
        ValueOf valueOf;
        std::unique_ptr<SegmentedLine> drawn;
    };

    double figure(const Line &line, const QueuePoint &point) const; // as it is shown
    AxisScale scale() const;
    QList<QList<QPointF>> segmentsOf(const Line &line, const QList<Run> &unbroken) const;

    Kind m_kind;
    std::vector<Line> m_lines;
};

} // namespace signalbox::ui
