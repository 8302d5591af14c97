// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/routes/route_detail.h"

#include "pages/metrics/route_row.h"
#include "pages/routes/route_detail_data.h"
#include "pages/routes/slowest_delegate.h"
#include "widgets/charts/chart_card.h"
#include "widgets/charts/latency_chart.h"
#include "widgets/format.h"
#include "widgets/theme.h"

#include <QFrame>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QTableView>
#include <QToolButton>

namespace signalbox::ui {

namespace {
constexpr int ChartHeight = 150;
}

RouteDetail::RouteDetail(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_name(new QLabel(this))
    , m_totals(new QLabel(this))
    , m_note(new QLabel(this))
    , m_error(new QLabel(this))
    , m_requests(new QPushButton(tr("Show its requests"), this))
    , m_close(new QToolButton(this))
    , m_histogram(new HistogramChart(theme))
    , m_latency(new LatencyChart(theme, m_timeline))
    , m_concurrency(new ConcurrencyChart(theme))
    , m_slowestView(new QTableView)
{
    setObjectName(QStringLiteral("routeDetail"));
    m_histogram->setObjectName(QStringLiteral("routeHistogram"));
    m_latency->setObjectName(QStringLiteral("routeLatencyChart"));
    m_concurrency->setObjectName(QStringLiteral("routeConcurrencyChart"));
    build(theme);
    connect(m_requests, &QPushButton::clicked, this, &RouteDetail::requestsAsked);
    connect(m_close, &QToolButton::clicked, this, &RouteDetail::closeAsked);
    connect(&theme, &Theme::changed, this, &RouteDetail::showLegends);
}

QWidget *RouteDetail::buildHeader(const Theme &theme)
{
    auto *header = new QWidget;
    m_name->setObjectName(QStringLiteral("routeName"));
    Theme::setKind(m_name, "heading");
    m_totals->setObjectName(QStringLiteral("routeTotals"));
    Theme::setKind(m_totals, "muted");
    m_note->setObjectName(QStringLiteral("routeNote"));
    Theme::setKind(m_note, "caption");
    m_error->setObjectName(QStringLiteral("routeError"));
    Theme::setKind(m_error, "error");
    m_error->hide();
    m_requests->setObjectName(QStringLiteral("routeShowRequests"));
    m_close->setObjectName(QStringLiteral("routeClose"));
    m_close->setIcon(theme.icon(QStringLiteral("close")));
    m_close->setToolTip(tr("Close (Esc)"));
    m_close->setAccessibleName(tr("Close the route's details"));
    Theme::setKind(m_close, "quiet");
    auto *layout = new QGridLayout(header);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setVerticalSpacing(2);
    layout->addWidget(m_name, 0, 0);
    layout->addWidget(m_note, 0, 1);
    layout->addWidget(m_requests, 0, 2, 2, 1, Qt::AlignVCenter);
    layout->addWidget(m_close, 0, 3, 2, 1, Qt::AlignVCenter);
    layout->addWidget(m_totals, 1, 0, 1, 2);
    layout->addWidget(m_error, 2, 0, 1, 4);
    layout->setColumnStretch(1, 1);
    return header;
}

QWidget *RouteDetail::buildSlowest(const Theme &theme)
{
    setUpSlowest(theme);
    auto *card = new QFrame;
    Theme::setKind(card, "card");
    auto *title = new QLabel(tr("Slowest requests"), card);
    QFont font = theme.font();
    font.setWeight(QFont::DemiBold);
    title->setFont(font);
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(1, Theme::Grid, 1, 1);
    layout->addWidget(title);
    title->setContentsMargins(Theme::Grid * 3 / 2, 0, 0, 0);
    layout->addWidget(m_slowestView, 1);
    return card;
}

void RouteDetail::setUpSlowest(const Theme &theme)
{
    m_slowestView->setObjectName(QStringLiteral("routeSlowest"));
    m_slowestView->setAccessibleName(tr("Slowest requests of the route"));
    m_slowestView->setModel(&m_slowest);
    m_slowestView->setItemDelegate(new SlowestDelegate(theme, *m_slowestView));
    m_slowestView->setFrameShape(QFrame::NoFrame);
    m_slowestView->setShowGrid(false);
    m_slowestView->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_slowestView->setSelectionMode(QAbstractItemView::SingleSelection);
    m_slowestView->setTabKeyNavigation(false);
    m_slowestView->verticalHeader()->hide();
    m_slowestView->verticalHeader()->setDefaultSectionSize(Theme::RowHeight);
    m_slowestView->horizontalHeader()->setStretchLastSection(true);
    m_slowestView->horizontalHeader()->setHighlightSections(false);
    m_slowestView->setColumnWidth(SlowestModel::Duration, 88);
    m_slowestView->setColumnWidth(SlowestModel::Status, 72);
    m_slowestView->setColumnWidth(SlowestModel::Time, 104);
    const auto choose = [this](const QModelIndex &index) {
        if (index.isValid())
            emit requestChosen(m_slowest.row(index.row()).record.id);
    };
    connect(m_slowestView, &QTableView::clicked, this, choose);
    connect(m_slowestView, &QTableView::activated, this, choose);
}

void RouteDetail::build(const Theme &theme)
{
    for (QWidget *part : {static_cast<QWidget *>(m_histogram), static_cast<QWidget *>(m_latency),
                          static_cast<QWidget *>(m_concurrency), static_cast<QWidget *>(m_slowestView)})
        part->setMinimumHeight(ChartHeight);
    m_histogramCard = new ChartCard(theme, tr("How long requests took"),
                                    tr("Requests by how long they took, on a logarithmic axis."), m_histogram);
    m_concurrencyCard =
        new ChartCard(theme, tr("Under load"),
                      tr("Latency by how many requests were in flight on the server when one began."), m_concurrency);
    auto *latencyCard = new ChartCard(theme, tr("Over time"), tr("Latency over time with its percentiles."), m_latency);
    latencyCard->followLegendOf(m_latency);

    auto *content = new QWidget;
    auto *grid = new QGridLayout(content);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(Theme::Grid);
    grid->addWidget(latencyCard, 0, 0);
    grid->addWidget(m_histogramCard, 0, 1);
    grid->addWidget(m_concurrencyCard, 1, 0);
    grid->addWidget(buildSlowest(theme), 1, 1);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(content);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, Theme::Grid, 0, 0);
    layout->setSpacing(Theme::Grid);
    layout->addWidget(buildHeader(theme));
    layout->addWidget(scroll, 1);
}

void RouteDetail::setRoute(const RouteRow &route)
{
    RouteDetailData known;
    known.totals = route;
    setData(known);
}

void RouteDetail::setData(const RouteDetailData &detail)
{
    showTotals(detail.totals);
    m_timeline.setSpan(detail.span);
    m_latency->setSeries(detail.series);
    m_histogram->setHistogram(detail.histogram, detail.totals.latency);
    m_concurrency->setPoints(detail.concurrency);
    showLegends();
    m_slowest.setRecords(detail.slowest);
}

void RouteDetail::showLegends()
{
    m_histogramCard->setLegend(m_histogram->legend());
    m_concurrencyCard->setLegend(m_concurrency->legend());
}

void RouteDetail::setError(const QString &error)
{
    m_error->setText(error);
    m_error->setVisible(!error.isEmpty());
}

void RouteDetail::showTotals(const RouteRow &totals)
{
    m_name->setText(totals.method + QLatin1Char(' ') + totals.displayRoute());
    m_note->setText(totals.count == 0 ? tr("No request in this time") : fewRequestsNote(totals.count));
    m_totals->setText(tr("%1, %2 · %3 failed (%4) · p50 %5 · p95 %6 · p99 %7 · max %8 · %9 in flight")
                          .arg(formatCounted(totals.count, tr("request"), tr("requests")), formatRate(totals.perSecond),
                               formatExact(totals.errors), formatPercent(totals.errorRatio()),
                               formatDuration(totals.latency.p50), formatDuration(totals.latency.p95),
                               formatDuration(totals.latency.p99), formatDuration(totals.maxMs),
                               formatExact(totals.active)));
}

} // namespace signalbox::ui
