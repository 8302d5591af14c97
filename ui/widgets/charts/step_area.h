// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QBrush>
#include <QList>
#include <QPen>
#include <QPointF>

#include <functional>

class QAbstractSeries;
class QAreaSeries;

namespace signalbox::ui {

// An area over time with gaps, each value as wide as its step. Like SegmentedLine, a series for each unbroken run.
class StepArea {
public:
    using AddSeries = std::function<void(QAbstractSeries *)>; // to the chart, with its axes

    struct Segment {
        QList<QPointF> lower; // as many points as upper
        QList<QPointF> upper;
    };

    StepArea(QString name, AddSeries add);

    void setStyle(const QBrush &fill, const QPen &outline);
    void setSegments(const QList<Segment> &segments);
    const QList<QAreaSeries *> &series() const { return m_series; }

private:
    QAreaSeries *seriesAt(qsizetype index);

    QString m_name;
    AddSeries m_add;
    QBrush m_fill;
    QPen m_outline;
    QList<QAreaSeries *> m_series;
    qsizetype m_used = 0;
};

} // namespace signalbox::ui
