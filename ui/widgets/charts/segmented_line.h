// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QList>
#include <QPen>
#include <QPointF>

#include <functional>

class QAbstractSeries;
class QLineSeries;

namespace signalbox::ui {

// A line with gaps: QtCharts joins all points of a series, so each unbroken run gets a QLineSeries of its own. The
// series are the chart's, and are used again from one update to the next.
class SegmentedLine {
public:
    using AddSeries = std::function<void(QAbstractSeries *)>; // to the chart, with its axes

    SegmentedLine(QString name, AddSeries add);

    void setPen(const QPen &pen);
    void setSegments(const QList<QList<QPointF>> &segments);
    qsizetype segmentCount() const { return m_used; }
    const QList<QLineSeries *> &series() const { return m_series; }

private:
    QLineSeries *seriesAt(qsizetype index);

    QString m_name;
    AddSeries m_add;
    QPen m_pen;
    QList<QLineSeries *> m_series;
    qsizetype m_used = 0;
};

} // namespace signalbox::ui
