// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/cache/hit_rate_pane.h"

#include "client/session.h"
#include "pages/cache/cache_figures.h"
#include "pages/cache/hit_rate_chart.h"
#include "pages/cache/lookups_chart.h"
#include "pages/cache/namespaces_panel.h"
#include "widgets/charts/chart_card.h"
#include "widgets/state_view.h"
#include "widgets/theme.h"

#include <QBoxLayout>
#include <QScrollArea>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int WideEnoughForBeside = 760; // pixels, for the charts
constexpr int ChartHeight = 150;

} // namespace

HitRatePane::HitRatePane(const Theme &theme, CacheCommands &commands, QWidget *parent)
    : QWidget(parent)
    , m_figures(new CacheFigures(theme))
    , m_hitRate(new HitRateChart(theme, m_timeline))
    , m_lookups(new LookupsChart(theme, m_timeline))
    , m_namespaces(new NamespacesPanel(theme, commands))
{
    setObjectName(u"hitRatePane"_s);
    build(theme);
    connectParts();
    showState();
}

QWidget *HitRatePane::makeCharts(const Theme &theme)
{
    m_hitRate->setObjectName(u"hitRateChart"_s);
    m_lookups->setObjectName(u"lookupsChart"_s);
    auto *hitRate = new ChartCard(theme, tr("Hit rate by namespace"),
                                  tr("The share of lookups that the cache answered, in process or by Redis. Drag to "
                                     "pick a time, double-click to go back to live."),
                                  m_hitRate);
    auto *lookups = new ChartCard(theme, tr("Lookups"),
                                  tr("Lookups a second, by where they were answered. What was missed is read from the "
                                     "database."),
                                  m_lookups);
    hitRate->followLegendOf(m_hitRate);
    lookups->followLegendOf(m_lookups);
    auto *charts = new QWidget;
    m_charts = new QBoxLayout(QBoxLayout::LeftToRight, charts);
    m_charts->setContentsMargins({});
    m_charts->setSpacing(Theme::Grid);
    for (ChartCard *card : {hitRate, lookups}) {
        card->setMinimumHeight(ChartHeight);
        m_charts->addWidget(card, 1);
    }
    return charts;
}

void HitRatePane::build(const Theme &theme)
{
    auto *content = new QWidget;
    auto *inner = new QVBoxLayout(content);
    inner->setContentsMargins(Theme::Grid * 2, Theme::Grid, Theme::Grid * 2, Theme::Grid * 2);
    inner->setSpacing(Theme::Grid);
    inner->addWidget(m_figures);
    inner->addWidget(makeCharts(theme), 1);
    inner->addWidget(m_namespaces);
    auto *scroll = new QScrollArea;
    scroll->setObjectName(u"hitRateScroll"_s);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(content);
    m_states = new StateView(theme, scroll, this);
    m_states->setObjectName(u"hitRateState"_s);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_states);
}

void HitRatePane::connectParts()
{
    connect(&m_series, &RangeStore::changed, this, &HitRatePane::showSeries);
    connect(&m_series, &RangeStore::stateChanged, this, &HitRatePane::showState);
    connect(&m_series, &RangeStore::heldBackChanged, this, &HitRatePane::heldBackChanged);
    connect(m_states, &StateView::retryAsked, &m_series, &RangeStore::reload);
    connect(m_figures, &CacheFigures::requestsAsked, this, &HitRatePane::requestsAsked);
    connect(m_figures, &CacheFigures::invalidationsAsked, this, &HitRatePane::invalidationsAsked);
    connect(m_namespaces, &NamespacesPanel::missesAsked, this, [this] { emit requestsAsked(u"cache:miss"_s); });
    connect(m_namespaces, &NamespacesPanel::keysAsked, this, &HitRatePane::keysAsked);
    connect(m_namespaces, &NamespacesPanel::toast, this, &HitRatePane::toast);
    connect(&m_timeline, &ChartTimeline::picked, this, [this](qint64 fromMs, qint64 toMs) {
        if (m_session)
            m_session->range().setCustom(fromMs, toMs);
    });
    connect(&m_timeline, &ChartTimeline::liveWanted, this, [this] {
        if (m_session)
            m_session->range().setKind(TimeRange::Kind::Live);
    });
}

void HitRatePane::setSession(Session *session)
{
    m_session = session;
    m_gaps.setSession(session);
    m_series.setSession(session);
    showState();
}

void HitRatePane::setState(const std::optional<CacheState> &state)
{
    m_state = state;
    m_namespaces->setNamespaces(state ? state->namespaces : QList<CacheNamespace>{});
    showSeries();
}

void HitRatePane::select(const QString &namespaceName)
{
    m_namespaces->select(namespaceName);
}

void HitRatePane::showSeries()
{
    const TimeSpan span = m_series.span();
    m_timeline.setSpan(span);
    m_timeline.setDisconnected(m_gaps.spans(span.toMs));
    m_hitRate->setSeries(m_series.data());
    m_lookups->setSeries(m_series.data());
    m_figures->show(m_series.data(), span, m_state);
    showState();
}

void HitRatePane::showState()
{
    if (m_series.isLoaded() || m_state)
        return m_states->showContent();
    if (!m_session)
        return m_states->showDisconnected(tr("No server is being watched."));
    if (const QString why = m_session->whyNothingComes(); !why.isEmpty())
        return m_states->showDisconnected(why);
    if (!m_series.loader().error().isEmpty())
        return m_states->showFailed(m_series.loader().error());
    m_states->showLoading();
}

void HitRatePane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_charts->setDirection(width() >= WideEnoughForBeside ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

} // namespace signalbox::ui
