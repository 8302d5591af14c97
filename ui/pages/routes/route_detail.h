// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/routes/slowest_model.h"
#include "widgets/charts/chart_timeline.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QTableView;
class QToolButton;

namespace signalbox::ui {

class ChartCard;
class ConcurrencyChart;
class HistogramChart;
class LatencyChart;
class Theme;
struct RouteDetailData;
struct RouteRow;

// One route: how its latency is spread, how it went over time and under load, and its slowest requests.
class RouteDetail : public QWidget {
    Q_OBJECT
public:
    explicit RouteDetail(const Theme &theme, QWidget *parent = nullptr);

    void setRoute(const RouteRow &route); // what the table knows of it, until its data come
    void setData(const RouteDetailData &detail);
    void setError(const QString &error); // in place, what was there stays; empty for none
    ChartTimeline &timeline() { return m_timeline; }

signals:
    void requestsAsked();
    void requestChosen(const QByteArray &id);
    void closeAsked();

private:
    void showLegends();
    void build(const Theme &theme);
    QWidget *buildHeader(const Theme &theme);
    QWidget *buildSlowest(const Theme &theme);
    void setUpSlowest(const Theme &theme);
    void showTotals(const RouteRow &totals);

    ChartTimeline m_timeline;
    SlowestModel m_slowest;
    QLabel *m_name;
    QLabel *m_totals;
    QLabel *m_note;
    QLabel *m_error;
    QPushButton *m_requests;
    QToolButton *m_close;
    HistogramChart *m_histogram;
    LatencyChart *m_latency;
    ConcurrencyChart *m_concurrency;
    ChartCard *m_histogramCard;
    ChartCard *m_concurrencyCard;
    QTableView *m_slowestView;
};

} // namespace signalbox::ui
