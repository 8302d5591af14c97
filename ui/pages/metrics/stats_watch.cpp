// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/metrics/stats_watch.h"

#include "client/session.h"
#include "pages/metrics/range_query.h"

namespace signalbox::ui {

namespace {
constexpr std::chrono::milliseconds LiveInterval{1000};
constexpr std::chrono::milliseconds RangeInterval{5000};
constexpr qint64 LiveWindowMs = 10'000;
constexpr qint64 LiveBeforeMs = 60'000;
constexpr qint64 BeforeStepMs = 5000; // the figures before are asked for anew after so long
} // namespace

StatsWatch::StatsWatch(QObject *parent)
    : QObject(parent)
    , m_now(QStringLiteral("/admin/stats"))
    , m_earlier(QStringLiteral("/admin/stats"))
{
    connect(&m_now, &AdminPoller::answered, this, &StatsWatch::take);
    connect(&m_earlier, &AdminPoller::answered, this, [this](const QCborMap &answer) {
        m_before = StatsFigures::fromCbor(answer);
        emit changed();
    });
}

void StatsWatch::setSession(Session *session)
{
    if (m_range)
        m_range->disconnect(this);
    if (session) {
        m_range = &session->range();
        connect(m_range, &TimeRange::changed, this, &StatsWatch::changeRange);
        m_current.reset();
        changeRange();
    }
    m_earlier.setSession(session);
    m_now.setSession(session);
}

void StatsWatch::setRunning(bool running)
{
    m_now.setRunning(running);
    m_earlier.setRunning(running && m_current); // its question depends on the answer to the other
}

void StatsWatch::changeRange()
{
    m_before.reset();
    const bool live = m_range->kind() == TimeRange::Kind::Live;
    QUrlQuery query = rangeQuery(*m_range);
    if (live) {
        query.clear();
        query.addQueryItem(QStringLiteral("window"), QStringLiteral("10s"));
    }
    m_now.setInterval(live ? LiveInterval : RangeInterval);
    m_now.setQuery(query);
}

TimeSpan StatsWatch::spanBefore(const StatsFigures &current) const
{
    if (!m_range->followsNow())
        return {2 * m_range->fromMs() - m_range->toMs(), m_range->fromMs()};
    const bool live = m_range->kind() == TimeRange::Kind::Live;
    const qint64 window = live ? LiveWindowMs : lengthOf(*m_range).count();
    const qint64 end = (current.atMs - window) / BeforeStepMs * BeforeStepMs;
    return {end - (live ? LiveBeforeMs : window), end};
}

void StatsWatch::take(const QCborMap &answer)
{
    m_current = StatsFigures::fromCbor(answer);
    if (m_range->kind() != TimeRange::Kind::All) {
        const TimeSpan span = spanBefore(*m_current);
        m_earlier.setQuery(spanQuery(span.fromMs, span.toMs));
        m_earlier.setRunning(true);
    }
    emit changed();
}

QString StatsWatch::currentPeriod() const
{
    if (!m_range || m_range->kind() == TimeRange::Kind::Live)
        return tr("the last 10 s");
    if (m_range->kind() == TimeRange::Kind::All)
        return tr("all that is kept");
    if (!m_range->followsNow())
        return tr("the picked time");
    return tr("the last %1 minutes").arg(lengthOf(*m_range).count() / 60'000);
}

QString StatsWatch::periodBefore() const
{
    if (!m_range || m_range->kind() == TimeRange::Kind::Live)
        return tr("the minute before");
    return tr("as long before");
}

} // namespace signalbox::ui
