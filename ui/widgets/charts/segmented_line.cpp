// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/charts/segmented_line.h"

#include <QLineSeries>

namespace signalbox::ui {

SegmentedLine::SegmentedLine(QString name, AddSeries add)
    : m_name(std::move(name))
    , m_add(std::move(add))
{
}

void SegmentedLine::setPen(const QPen &pen)
{
    m_pen = pen;
    for (QLineSeries *series : std::as_const(m_series))
        series->setPen(pen);
}

QLineSeries *SegmentedLine::seriesAt(qsizetype index)
{
    while (index >= m_series.size()) {
        auto *series = new QLineSeries;
        series->setName(m_name);
        series->setPen(m_pen);
        m_add(series);
        m_series.append(series);
    }
    return m_series[index];
}

void SegmentedLine::setSegments(const QList<QList<QPointF>> &segments)
{
    for (qsizetype i = 0; i < segments.size(); ++i)
        seriesAt(i)->replace(segments[i]);
    for (qsizetype i = segments.size(); i < m_used; ++i)
        m_series[i]->clear();
    m_used = segments.size();
}

} // namespace signalbox::ui
