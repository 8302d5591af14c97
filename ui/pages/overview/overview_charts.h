// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

namespace signalbox::ui {

class ChartTimeline;
class SeriesData;
template <typename Series> class SeriesChart;
class Theme;

// Latency, rate and requests in flight above one another on one timeline.
class OverviewCharts : public QWidget {
    Q_OBJECT
public:
    OverviewCharts(const Theme &theme, ChartTimeline &timeline, QWidget *parent = nullptr);

    void setSeries(const SeriesData &series);

private:
    QList<SeriesChart<SeriesData> *> m_charts;
};

} // namespace signalbox::ui
