// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/endpoint.h"
#include "pages/metrics/admin_poller.h"
#include "pages/metrics/connection_gaps.h"
#include "pages/metrics/series_store.h"
#include "pages/metrics/stats_watch.h"
#include "pages/overview/card_specs.h"
#include "pages/page.h"
#include "widgets/charts/chart_timeline.h"

class QBoxLayout;

namespace signalbox::ui {

class CacheCard;
class CardGrid;
class FirstAdmin;
class FirstSteps;
class NoticeBar;
class OverviewCharts;
class StateView;
class WorstList;
struct RouteRow;

// Is it well? A card for each figure, what happened over time, and which routes are worst now.
class OverviewPage : public Page {
    Q_OBJECT
public:
    explicit OverviewPage(const Theme &theme, QWidget *parent = nullptr);

    QString id() const override { return QStringLiteral("overview"); }
    QString title() const override { return tr("Overview"); }
    QString iconName() const override { return QStringLiteral("overview"); }
    void setSession(Session *session) override;
    void setActive(bool active) override;
    QList<Shortcut> shortcuts() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    struct Card {
        CardSpec spec;
        StatCard *widget;
    };

    void buildLayout();
    void buildCards();
    QWidget *buildBody();
    void connectSources();
    void followRange(Session &session);
    void poll();
    void showSeries();
    void showCards();
    void forgetServer();
    void showNotice();
    void showState();
    void openCard(const CardSpec &spec);
    void openRoute(const RouteRow &route);

    const Theme &m_theme;
    QPointer<Session> m_session;
    Endpoint m_server; // that the figures are of
    ChartTimeline m_timeline;
    ConnectionGaps m_gaps;
    SeriesStore m_series;
    StatsWatch m_stats;
    AdminPoller m_routes;
    NoticeBar *m_notice;
    CardGrid *m_grid;
    FirstAdmin *m_firstAdmin; // while there is none
    FirstSteps *m_firstSteps; // in place of the charts until the server has seen its first request
    QList<Card> m_cards;
    CacheCard *m_cache;
    StateView *m_state;
    QBoxLayout *m_body;
    OverviewCharts *m_charts;
    WorstList *m_slowest;
    WorstList *m_failing;
    bool m_active = false;
    bool m_seenRequests = false; // of this session
};

} // namespace signalbox::ui
