// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/metrics/series_store.h"

#include "client/session.h"
#include "pages/metrics/range_query.h"

namespace signalbox::ui {

namespace {
constexpr qint64 FeedStepMs = 1000;
constexpr qint64 OverdueMs = 2500; // a point that is later than this is missing
} // namespace

SeriesStore::SeriesStore(QObject *parent)
    : QObject(parent)
    , m_loader(QStringLiteral("/admin/series"))
    , m_tail(QStringLiteral("/admin/series"))
{
    connect(&m_loader, &AdminPoller::answered, this, &SeriesStore::take);
    connect(&m_loader, &AdminPoller::stateChanged, this, &SeriesStore::stateChanged);
    connect(&m_tail, &AdminPoller::answered, this, &SeriesStore::takeTail);
    connect(&m_clock, &QTimer::timeout, this, &SeriesStore::tick);
    m_clock.start(FeedStepMs);
    m_sincePoint.start();
}

void SeriesStore::setSession(Session *session)
{
    if (m_range)
        m_range->disconnect(this);
    if (m_session)
        m_session->feed().disconnect(this);
    m_session = session;
    m_loader.setSession(session);
    m_tail.setSession(session);
    if (!session)
        return;
    m_range = &session->range();
    connect(m_range, &TimeRange::changed, this, &SeriesStore::changeRange);
    connect(m_range, &TimeRange::pausedChanged, this, &SeriesStore::setPaused);
    followFeed(*session);
    m_data = {};
    m_loaded = false;
    reload();
}

void SeriesStore::followFeed(Session &session)
{
    connect(&session.feed(), &FeedClient::statsArrived, this, [this](const QCborMap &, const QCborMap &point) {
        if (!point.isEmpty())
            takePoint(SeriesPoint::fromCbor(point));
    });
    connect(&session.feed(), &FeedClient::stateChanged, this, [this](LinkState state) {
        if (state == LinkState::Connected && m_range && !m_range->isPaused())
            reload();
    });
    session.feed().subscribeStats(std::chrono::milliseconds(FeedStepMs));
}

void SeriesStore::reload()
{
    if (!m_session)
        return;
    m_loader.setQuery(rangeQuery(*m_range));
    m_loader.refresh();
}

void SeriesStore::changeRange()
{
    emit changed(); // shows at once what is there of it
    reload();
}

void SeriesStore::setPaused(bool paused)
{
    m_heldRequests = 0;
    m_heldSeconds = 0;
    emit heldBackChanged();
    if (!paused)
        reload();
}

TimeSpan SeriesStore::span() const
{
    if (!m_range)
        return m_asked;
    if (!m_range->followsNow())
        return {m_range->fromMs(), m_range->toMs()};
    // A server that has just begun has no point yet, and the time since those of the one before has passed all the
    // same.
    qint64 end = std::max(m_data.endMs(), m_data.isEmpty() ? m_asked.toMs : m_asked.toMs - OverdueMs);
    if (!m_range->isPaused() && m_sincePoint.elapsed() > OverdueMs)
        end += m_sincePoint.elapsed() / FeedStepMs * FeedStepMs;
    if (m_range->kind() == TimeRange::Kind::All && !m_data.isEmpty())
        return {m_data.points().constFirst().atMs, end};
    return {end - lengthOf(*m_range).count(), end};
}

void SeriesStore::take(const QCborMap &answer)
{
    SeriesData data = SeriesData::fromCbor(answer);
    m_asked = {answer.value(QLatin1String("fromMs")).toInteger(), answer.value(QLatin1String("toMs")).toInteger()};
    data.keepEarlier(m_data, rangeSpan(*m_range, m_asked.toMs));
    m_data = std::move(data);
    m_loaded = true;
    m_sincePoint.restart();
    emit changed();
}

void SeriesStore::takeTail(const QCborMap &answer)
{
    if (m_range->isPaused() || !m_range->followsNow())
        return;
    const SeriesData tail = SeriesData::fromCbor(answer);
    if (tail.stepMs() != m_data.stepMs())
        return;
    for (const SeriesPoint &point : tail.points())
        m_data.append(point);
    forgetOld();
    emit changed();
}

void SeriesStore::takePoint(const SeriesPoint &point)
{
    m_sincePoint.restart();
    if (!m_loaded || !m_range->followsNow())
        return;
    if (m_range->isPaused()) {
        m_heldRequests += point.requests;
        ++m_heldSeconds;
        emit heldBackChanged();
        return;
    }
    if (m_data.stepMs() > FeedStepMs) {
        if (point.atMs + FeedStepMs >= m_data.endMs() + m_data.stepMs())
            askForTail();
        return;
    }
    m_data.append(point);
    forgetOld();
    emit changed();
}

void SeriesStore::askForTail()
{
    const qint64 step = m_data.stepMs();
    QUrlQuery query = spanQuery(m_data.endMs() - step, m_data.endMs() + 4 * step);
    query.addQueryItem(QStringLiteral("step"), QStringLiteral("%1ms").arg(step));
    m_tail.setQuery(query);
    m_tail.refresh();
}

void SeriesStore::forgetOld()
{
    const qint64 length = lengthOf(*m_range).count();
    if (length > 0)
        m_data.dropBefore(m_data.endMs() - length - m_data.stepMs());
}

void SeriesStore::tick()
{
    const bool overdue = m_sincePoint.elapsed() > OverdueMs;
    if (overdue && m_loaded && m_range && m_range->followsNow() && !m_range->isPaused())
        emit changed();
}

} // namespace signalbox::ui
