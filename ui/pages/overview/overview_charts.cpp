// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/overview/overview_charts.h"

#include "widgets/charts/chart_card.h"
#include "widgets/charts/in_flight_chart.h"
#include "widgets/charts/latency_chart.h"
#include "widgets/charts/rate_chart.h"
#include "widgets/theme.h"

#include <QVBoxLayout>

namespace signalbox::ui {

OverviewCharts::OverviewCharts(const Theme &theme, ChartTimeline &timeline, QWidget *parent)
    : QWidget(parent)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::Grid);
    const auto add = [&](SeriesChart<SeriesData> *chart, const char *name, const QString &title, const QString &help,
                         int stretch, int height) {
        chart->setObjectName(QLatin1String(name));
        chart->setMinimumHeight(height);
        auto *card = new ChartCard(theme, title, help, chart, this);
        card->followLegendOf(chart);
        layout->addWidget(card, stretch);
        m_charts.append(chart);
    };
    add(new LatencyChart(theme, timeline), "overviewLatencyChart", tr("Latency"),
        tr("Each column is a moment, each cell a range of latency; the darker against its ground, the more requests. "
           "Drag to pick a time, double-click to go back to live."),
        5, 180);
    add(new RateChart(theme, timeline), "overviewRateChart", tr("Rate by status"),
        tr("Requests a second, stacked by the class of their status."), 3, 110);
    add(new InFlightChart(theme, timeline), "overviewInFlightChart", tr("In flight"),
        tr("The most requests that were in flight at once."), 2, 84);
}

void OverviewCharts::setSeries(const SeriesData &series)
{
    for (SeriesChart<SeriesData> *chart : std::as_const(m_charts))
        chart->setSeries(series);
}

} // namespace signalbox::ui
