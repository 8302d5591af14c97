// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/metrics/cache_series.h"
#include "pages/metrics/cache_state.h"
#include "pages/metrics/connection_gaps.h"
#include "widgets/charts/chart_timeline.h"

#include <QPointer>
#include <QWidget>

#include <optional>

class QBoxLayout;

namespace signalbox::ui {

class CacheCommands;
class CacheFigures;
class HitRateChart;
class LookupsChart;
class NamespacesPanel;
class StateView;

// How the cache does in the time that the window shows: figures, hit rate by namespace and lookups over time, and the
// namespaces. Main thread.
class HitRatePane : public QWidget {
    Q_OBJECT
public:
    HitRatePane(const Theme &theme, CacheCommands &commands, QWidget *parent = nullptr);

    void setSession(Session *session);
    void setState(const std::optional<CacheState> &state);
    const CacheSeriesStore &store() const { return m_series; }
    void select(const QString &namespaceName);

signals:
    void requestsAsked(const QString &filter);
    void invalidationsAsked();
    void keysAsked(const QString &pattern);
    void heldBackChanged();
    void toast(const QString &message);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeCharts(const Theme &theme);
    void build(const Theme &theme);
    void connectParts();
    void showSeries();
    void showState();

    QPointer<Session> m_session;
    std::optional<CacheState> m_state;
    ChartTimeline m_timeline;
    ConnectionGaps m_gaps;
    CacheSeriesStore m_series;
    CacheFigures *m_figures;
    HitRateChart *m_hitRate;
    LookupsChart *m_lookups;
    QBoxLayout *m_charts = nullptr;
    NamespacesPanel *m_namespaces;
    StateView *m_states = nullptr;
};

} // namespace signalbox::ui
