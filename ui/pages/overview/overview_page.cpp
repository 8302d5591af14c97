// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/overview/overview_page.h"

#include "client/session.h"
#include "pages/metrics/notice_bar.h"
#include "pages/metrics/range_query.h"
#include "pages/metrics/route_row.h"
#include "pages/overview/cache_card.h"
#include "pages/overview/overview_charts.h"
#include "pages/overview/worst_list.h"
#include "widgets/card_grid.h"
#include "widgets/first_admin.h"
#include "widgets/first_steps.h"
#include "widgets/format.h"
#include "widgets/state_view.h"
#include "widgets/theme.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QScrollArea>

namespace signalbox::ui {

namespace {
constexpr std::chrono::milliseconds RoutesInterval{2000};
constexpr int WideEnough = 1120; // for the worst routes beside the charts
constexpr int WorstWidth = 320;
} // namespace

OverviewPage::OverviewPage(const Theme &theme, QWidget *parent)
    : Page(parent)
    , m_theme(theme)
    , m_routes(QStringLiteral("/admin/routes"))
    , m_notice(new NoticeBar(theme, this))
    , m_grid(new CardGrid(this))
    , m_firstAdmin(new FirstAdmin(theme, this))
    , m_firstSteps(new FirstSteps(theme, this))
{
    setObjectName(QStringLiteral("overviewPage"));
    m_routes.setInterval(RoutesInterval);
    buildCards();
    buildLayout();
    connectSources();
    showState();
}

void OverviewPage::buildLayout()
{
    m_notice->setObjectName(QStringLiteral("overviewNotice"));
    m_firstSteps->setObjectName(QStringLiteral("overviewFirstSteps"));
    m_state = new StateView(m_theme, buildBody(), this);
    m_state->setObjectName(QStringLiteral("overviewState"));
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(Theme::Grid * 2, Theme::Grid * 2, Theme::Grid * 2, Theme::Grid * 2);
    layout->setSpacing(Theme::Grid);
    layout->addWidget(m_notice);
    layout->addWidget(m_firstAdmin);
    layout->addWidget(m_grid);
    layout->addWidget(m_state, 1);
    layout->addWidget(m_firstSteps, 1, Qt::AlignCenter);
    auto *scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("overviewScroll"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(content);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);
}

void OverviewPage::buildCards()
{
    for (const CardSpec &spec : overviewCards()) {
        auto *card = new StatCard(m_theme, spec.title);
        card->setObjectName(QStringLiteral("overviewCard") + spec.id);
        card->setAccessibleName(spec.title);
        card->setLine(m_theme.color(spec.line));
        card->setLeads(!spec.page.isEmpty());
        connect(card, &StatCard::clicked, this, [this, spec] { openCard(spec); });
        connect(&m_theme, &Theme::changed, card, [this, card, spec] { card->setLine(m_theme.color(spec.line)); });
        m_grid->addCard(card);
        m_cards.append({spec, card});
    }
    m_cache = new CacheCard(m_theme);
    connect(m_cache, &StatCard::clicked, this, [this] { emit openLink(QStringLiteral("cache"), QString()); });
    connect(m_cache, &CacheCard::presenceChanged, m_grid, &CardGrid::relayout);
    m_grid->addCard(m_cache);
}

QWidget *OverviewPage::buildBody()
{
    auto *body = new QWidget;
    m_charts = new OverviewCharts(m_theme, m_timeline);
    m_slowest = new WorstList(m_theme, tr("Slowest routes by p95"), tr("No route was called in this time."),
                              WorstModel::Measure::P95);
    m_slowest->setObjectName(QStringLiteral("overviewSlowestRoutes"));
    m_failing =
        new WorstList(m_theme, tr("Failing routes"), tr("Nothing failed in this time."), WorstModel::Measure::Errors);
    m_failing->setObjectName(QStringLiteral("overviewFailingRoutes"));
    auto *worst = new QVBoxLayout;
    worst->setSpacing(Theme::Grid);
    worst->addWidget(m_slowest);
    worst->addWidget(m_failing);
    worst->addStretch(1);
    m_body = new QBoxLayout(QBoxLayout::LeftToRight, body);
    m_body->setContentsMargins(0, 0, 0, 0);
    m_body->setSpacing(Theme::Grid);
    m_body->addWidget(m_charts, 1);
    m_body->addLayout(worst);
    return body;
}

void OverviewPage::connectSources()
{
    connect(&m_series, &SeriesStore::changed, this, &OverviewPage::showSeries);
    connect(&m_series, &SeriesStore::stateChanged, this, &OverviewPage::showState);
    connect(&m_series, &SeriesStore::heldBackChanged, this, &OverviewPage::showNotice);
    connect(&m_stats, &StatsWatch::changed, this, &OverviewPage::showCards);
    connect(&m_routes, &AdminPoller::stateChanged, this, &OverviewPage::showNotice);
    connect(&m_routes, &AdminPoller::answered, this, [this](const QCborMap &answer) {
        const QList<RouteRow> routes = RouteRow::listFromCbor(answer);
        m_slowest->setRoutes(routes);
        m_failing->setRoutes(routes);
    });
    for (WorstList *list : {m_slowest, m_failing})
        connect(list, &WorstList::routeChosen, this, &OverviewPage::openRoute);
    connect(m_firstAdmin, &FirstAdmin::toast, this, &Page::toast);
    connect(m_state, &StateView::retryAsked, &m_series, &SeriesStore::reload);
    connect(m_notice, &NoticeBar::actionAsked, this, [this] {
        if (m_session)
            m_session->range().setPaused(false);
    });
    connect(&m_timeline, &ChartTimeline::picked, this, [this](qint64 fromMs, qint64 toMs) {
        if (m_session)
            m_session->range().setCustom(fromMs, toMs);
    });
    connect(&m_timeline, &ChartTimeline::liveWanted, this, [this] {
        if (m_session)
            m_session->range().setKind(TimeRange::Kind::Live);
    });
}

void OverviewPage::setSession(Session *session)
{
    if (m_session) {
        m_session->range().disconnect(this);
        m_session->feed().disconnect(this);
    }
    m_session = session;
    if (session && !session->endpoint().isSameServerAs(m_server))
        forgetServer();
    if (session) {
        m_server = session->endpoint();
        m_seenRequests = false;
        m_routes.setQuery(rangeQuery(session->range()));
        followRange(*session);
    }
    m_firstSteps->setSession(session);
    m_firstAdmin->setSession(session);
    m_gaps.setSession(session);
    m_series.setSession(session);
    m_stats.setSession(session);
    m_routes.setSession(session);
    m_cache->setSession(session);
    poll();
    showNotice();
    showState();
}

void OverviewPage::forgetServer()
{
    for (const Card &card : std::as_const(m_cards))
        card.widget->setContent({});
    m_cache->forget();
    for (WorstList *list : {m_slowest, m_failing})
        list->setRoutes({});
}

void OverviewPage::followRange(Session &session)
{
    connect(&session.range(), &TimeRange::changed, this, [this] { m_routes.setQuery(rangeQuery(m_session->range())); });
    connect(&session.range(), &TimeRange::pausedChanged, this, [this] {
        poll();
        showNotice();
    });
    connect(&session.feed(), &FeedClient::stateChanged, this, [this] {
        showNotice();
        showState();
    });
}

void OverviewPage::setActive(bool active)
{
    m_active = active;
    poll();
}

void OverviewPage::poll()
{
    const bool running = m_active && m_session && !m_session->range().isPaused();
    m_stats.setRunning(running);
    m_routes.setRunning(running);
    m_cache->setRunning(running);
}

void OverviewPage::showSeries()
{
    m_seenRequests = m_seenRequests || m_series.data().requests() > 0;
    m_timeline.setSpan(m_series.span());
    m_timeline.setDisconnected(m_gaps.spans(m_series.span().toMs));
    m_charts->setSeries(m_series.data());
    showCards();
    showState();
}

void OverviewPage::showCards()
{
    if (!m_stats.current())
        return;
    const CardPeriods periods{m_stats.currentPeriod(), m_stats.periodBefore()};
    for (const Card &card : std::as_const(m_cards)) {
        const bool present = !card.spec.present || card.spec.present(*m_stats.current());
        if (card.widget->isHidden() == present) {
            card.widget->setVisible(present);
            m_grid->relayout();
        }
        card.widget->setContent(cardContent(card.spec, *m_stats.current(), m_stats.before(), m_series.data(), periods));
    }
}

void OverviewPage::showNotice()
{
    if (m_session && m_session->range().isPaused())
        return m_notice->showNotice(Theme::Role::Info,
                                    tr("Held back while paused: %1 in %2 s.")
                                        .arg(formatCounted(m_series.heldCount(), tr("request"), tr("requests")))
                                        .arg(m_series.heldSeconds()),
                                    tr("Go on"));
    // Of a lost connection the window speaks, for all pages.
    const bool linked = m_session && m_session->feed().state() == LinkState::Connected;
    m_notice->showNotice(Theme::Role::Warning, linked ? m_routes.error() : QString());
}

void OverviewPage::showState()
{
    m_firstSteps->hide();
    m_state->show();
    if (m_series.isLoaded() && (m_seenRequests || !m_session))
        return m_state->showContent();
    if (!m_session)
        return m_state->showDisconnected(tr("No server is being watched."));
    if (const QString why = m_session->whyNothingComes(); !why.isEmpty())
        return m_state->showDisconnected(why);
    if (!m_series.loader().error().isEmpty())
        return m_state->showFailed(m_series.loader().error());
    if (!m_series.isLoaded())
        return m_state->showLoading();
    m_state->hide();
    m_firstSteps->show();
}

void OverviewPage::openCard(const CardSpec &spec)
{
    if (!spec.page.isEmpty())
        emit openLink(spec.page, m_stats.current() ? spec.link(*m_stats.current()) : QString());
}

void OverviewPage::openRoute(const RouteRow &route)
{
    if (route.route.isEmpty())
        emit openLink(QStringLiteral("requests"), route.requestFilter());
    else
        emit openLink(QStringLiteral("routes"), route.name());
}

QList<Shortcut> OverviewPage::shortcuts() const
{
    return {
        {tr("←, →"), tr("Along the chart in focus")},
        {tr("Shift+←, →"), tr("Select a time in it")},
        {tr("Enter"), tr("Show only that time")},
        {tr("Esc"), tr("Back to live")},
    };
}

void OverviewPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    const bool wide = width() >= WideEnough;
    m_body->setDirection(wide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    for (WorstList *list : {m_slowest, m_failing}) {
        list->setMinimumWidth(wide ? WorstWidth : 0);
        list->setMaximumWidth(wide ? WorstWidth : QWIDGETSIZE_MAX);
    }
}

void OverviewPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_session && !m_session->range().followsNow())
        m_session->range().setKind(TimeRange::Kind::Live);
    else
        Page::keyPressEvent(event);
}

} // namespace signalbox::ui
