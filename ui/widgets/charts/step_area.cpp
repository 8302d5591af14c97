// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/charts/step_area.h"

#include <QAreaSeries>
#include <QLineSeries>

namespace signalbox::ui {

StepArea::StepArea(QString name, AddSeries add)
    : m_name(std::move(name))
    , m_add(std::move(add))
{
}

void StepArea::setStyle(const QBrush &fill, const QPen &outline)
{
    m_fill = fill;
    m_outline = outline;
    for (QAreaSeries *series : std::as_const(m_series)) {
        series->setBrush(fill);
        series->setPen(outline);
    }
}

QAreaSeries *StepArea::seriesAt(qsizetype index)
{
    while (index >= m_series.size()) {
        auto *series = new QAreaSeries;
        series->setUpperSeries(new QLineSeries(series));
        series->setLowerSeries(new QLineSeries(series));
        series->setName(m_name);
        series->setBrush(m_fill);
        series->setPen(m_outline);
        m_add(series);
        m_series.append(series);
    }
    return m_series[index];
}

void StepArea::setSegments(const QList<Segment> &segments)
{
    for (qsizetype i = 0; i < segments.size(); ++i) {
        QAreaSeries *series = seriesAt(i);
        series->upperSeries()->replace(segments[i].upper);
        series->lowerSeries()->replace(segments[i].lower);
    }
    for (qsizetype i = segments.size(); i < m_used; ++i) {
        m_series[i]->upperSeries()->clear();
        m_series[i]->lowerSeries()->clear();
    }
    m_used = segments.size();
}

} // namespace signalbox::ui
