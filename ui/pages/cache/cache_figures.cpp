// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/cache/cache_figures.h"

#include "widgets/card_grid.h"
#include "widgets/charts/stat_card.h"
#include "widgets/format.h"

#include <QVBoxLayout>

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype SparklinePoints = 60;

template <typename Value> QList<double> pastOf(const CacheSeries &series, Value value)
{
    const QList<CachePoint> &points = series.points();
    QList<double> past;
    for (qsizetype at = std::max<qsizetype>(0, points.size() - SparklinePoints); at < points.size(); ++at) {
        if (at > 0 && points[at].atMs > points[at - 1].atMs + series.stepMs())
            past.append(std::numeric_limits<double>::quiet_NaN());
        past.append(value(points[at].all));
    }
    return past;
}

qint64 sumOf(const std::optional<CacheState> &state, qint64 CacheNamespace::*figure)
{
    qint64 sum = 0;
    if (state)
        for (const CacheNamespace &row : state->namespaces)
            sum += row.*figure;
    return sum;
}

} // namespace

CacheFigures::CacheFigures(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_grid(new CardGrid(this))
    , m_hitRate(add(u"HitRate"_s, tr("Hit rate"), Theme::Role::ChartP50))
    , m_local(add(u"InProcess"_s, tr("In process"), Theme::Role::ChartActive))
    , m_loads(add(u"Loads"_s, tr("Loads"), Theme::Role::ChartP95))
    , m_stale(add(u"Stale"_s, tr("Stale avoided"), Theme::Role::Success))
    , m_invalidations(add(u"Invalidations"_s, tr("Invalidations"), Theme::Role::Info))
{
    setObjectName(u"cacheFigures"_s);
    m_stale->setLeads(false);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_grid);
    connect(m_hitRate, &StatCard::clicked, this, [this] { emit requestsAsked(u"cache:hit"_s); });
    connect(m_local, &StatCard::clicked, this, [this] { emit requestsAsked(u"cache:local"_s); });
    connect(m_loads, &StatCard::clicked, this, [this] { emit requestsAsked(u"cache:miss"_s); });
    connect(m_invalidations, &StatCard::clicked, this, &CacheFigures::invalidationsAsked);
}

StatCard *CacheFigures::add(const QString &name, const QString &title, Theme::Role line)
{
    auto *card = new StatCard(m_theme, title);
    card->setObjectName("cacheCard"_L1 + name);
    card->setAccessibleName(title);
    card->setLine(m_theme.color(line));
    connect(&m_theme, &Theme::changed, card, [this, card, line] { card->setLine(m_theme.color(line)); });
    m_grid->addCard(card);
    return card;
}

void CacheFigures::show(const CacheSeries &series, const TimeSpan &span, const std::optional<CacheState> &state)
{
    const CacheCounts total = series.total(span);
    showRatios(series, total);
    showLoads(series, total);
    showStale(state);
    showInvalidations(series, total, state);
}

void CacheFigures::showRatios(const CacheSeries &series, const CacheCounts &total)
{
    StatCard::Content rate;
    rate.figure = formatPercent(total.hitRatio());
    rate.caption =
        total.lookups() == 1 ? tr("of 1 lookup") : tr("of %1 lookups").arg(formatCount(double(total.lookups())));
    rate.past = pastOf(series, [](const CacheCounts &counts) { return counts.hitRatio(); });
    rate.toolTip = tr("Lookups that the cache answered, in process or by Redis");
    m_hitRate->setContent(rate);
    StatCard::Content local;
    local.figure = formatPercent(total.localRatio());
    local.caption = tr("of the lookups, without Redis");
    local.past = pastOf(series, [](const CacheCounts &counts) { return counts.localRatio(); });
    local.toolTip = tr("Lookups that were answered from the server's own memory; only namespaces with the strategy "
                       "pubsub have values there");
    m_local->setContent(local);
}

void CacheFigures::showLoads(const CacheSeries &series, const CacheCounts &total)
{
    StatCard::Content content;
    content.figure = formatCount(double(total.loads));
    content.caption =
        total.errors > 0 ? tr("%1 failed commands").arg(formatCount(double(total.errors))) : tr("from the database");
    content.past = pastOf(series, [](const CacheCounts &counts) { return double(counts.loads); });
    content.toolTip = tr("How often the database was asked, once for all who missed the same key at the same time");
    m_loads->setContent(content);
}

void CacheFigures::showStale(const std::optional<CacheState> &state)
{
    StatCard::Content content;
    content.figure = state ? formatCount(double(sumOf(state, &CacheNamespace::staleAvoided))) : QString();
    content.caption = tr("since the server's start");
    content.toolTip = tr("Values that were read before a write, and so were not put into the cache after it");
    m_stale->setContent(content);
}

void CacheFigures::showInvalidations(const CacheSeries &series, const CacheCounts &total,
                                     const std::optional<CacheState> &state)
{
    const qint64 pending = state ? state->pendingInvalidations() : 0;
    const qint64 failed = sumOf(state, &CacheNamespace::failed);
    StatCard::Content content;
    content.figure = formatCount(double(total.invalidations));
    if (pending > 0)
        content.caption = tr("%1 still to be done").arg(formatCount(double(pending)));
    else
        content.caption =
            failed > 0 ? tr("%1 failed since the start").arg(formatCount(double(failed))) : tr("none is waiting");
    content.change = pending > 0 ? tr("waiting") : QString();
    content.changeTone = pending > 0 ? StatCard::Tone::Bad : StatCard::Tone::Plain;
    content.past = pastOf(series, [](const CacheCounts &counts) { return double(counts.invalidations); });
    content.toolTip = tr("Values that writes made old, and that were taken out of the cache");
    m_invalidations->setContent(content);
}

} // namespace signalbox::ui
