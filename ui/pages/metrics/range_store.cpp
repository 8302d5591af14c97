// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/metrics/range_store.h"

#include "client/session.h"
#include "pages/metrics/range_query.h"

#include <QDateTime>

#include <utility>

namespace signalbox::ui {

namespace {
constexpr qint64 FeedStepMs = 1000;
constexpr qint64 OverdueMs = 2500; // a point that is later than this is missing
} // namespace

RangeStore::RangeStore(const QString &path, QString topic, QObject *parent)
    : QObject(parent)
    , m_topic(std::move(topic))
    , m_loader(path)
    , m_tail(path)
{
    connect(&m_loader, &AdminPoller::answered, this, &RangeStore::take);
    connect(&m_loader, &AdminPoller::stateChanged, this, &RangeStore::stateChanged);
    connect(&m_tail, &AdminPoller::answered, this, &RangeStore::takeTail);
    connect(&m_clock, &QTimer::timeout, this, &RangeStore::tick);
    m_clock.start(FeedStepMs);
    m_sincePoint.start();
}

void RangeStore::setSession(Session *session)
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
    connect(m_range, &TimeRange::changed, this, &RangeStore::changeRange);
    connect(m_range, &TimeRange::pausedChanged, this, &RangeStore::setPaused);
    followFeed(*session);
    clear();
    m_loaded = false;
    reload();
}

void RangeStore::followFeed(Session &session)
{
    connect(&session.feed(), &FeedClient::arrived, this, [this](const QString &topic, const QCborMap &data) {
        const QCborMap point = data.value(QLatin1String("point")).toMap();
        if (topic == m_topic && !point.isEmpty())
            takePoint(point);
    });
    connect(&session.feed(), &FeedClient::stateChanged, this, [this](LinkState state) {
        if (state == LinkState::Connected && m_range && !m_range->isPaused())
            reload();
    });
}

void RangeStore::reload()
{
    if (!m_session)
        return;
    m_meanwhile.clear();
    m_loader.setQuery(rangeQuery(*m_range));
    m_loader.refresh();
}

void RangeStore::changeRange()
{
    emit changed(); // shows at once what is there of it
    reload();
}

void RangeStore::setPaused(bool paused)
{
    m_heldCount = 0;
    m_heldSeconds = 0;
    emit heldBackChanged();
    if (!paused)
        reload();
}

TimeSpan RangeStore::span() const
{
    if (!m_range)
        return m_asked;
    if (!m_range->followsNow())
        return {m_range->fromMs(), m_range->toMs()};
    // A server that has just begun has no point yet, and the time since those of the one before has passed all the
    // same.
    qint64 end = std::max(endMs(), isEmpty() ? m_asked.toMs : m_asked.toMs - OverdueMs);
    if (!m_range->isPaused() && m_sincePoint.elapsed() > OverdueMs)
        end += m_sincePoint.elapsed() / FeedStepMs * FeedStepMs;
    if (m_range->kind() == TimeRange::Kind::All && !isEmpty())
        return {beginMs(), end};
    return {end - lengthOf(*m_range).count(), end};
}

void RangeStore::take(const QCborMap &answer)
{
    m_asked = {integerField(answer, "fromMs"), integerField(answer, "toMs")};
    replace(answer, rangeSpan(*m_range, m_asked.toMs));
    m_loaded = true;
    m_sincePoint.restart();
    const QList<QCborMap> meanwhile = std::exchange(m_meanwhile, {});
    if (m_range->followsNow() && stepMs() <= FeedStepMs)
        for (const QCborMap &point : meanwhile)
            append(point);
    emit changed();
}

void RangeStore::takeTail(const QCborMap &answer)
{
    if (m_range->isPaused() || !m_range->followsNow())
        return;
    appendAll(answer);
    forgetOld();
    emit changed();
}

void RangeStore::takePoint(const QCborMap &point)
{
    m_sincePoint.restart();
    if (!m_range->followsNow())
        return;
    if (m_loader.isAsking() && !m_range->isPaused())
        m_meanwhile.append(point);
    if (!m_loaded)
        return;
    if (m_range->isPaused())
        return hold(point);
    if (stepMs() > FeedStepMs) {
        if (integerField(point, "at") + FeedStepMs >= endMs() + stepMs())
            askForTail();
        return;
    }
    append(point);
    forgetOld();
    emit changed();
}

void RangeStore::hold(const QCborMap &point)
{
    m_heldCount += countOf(point);
    ++m_heldSeconds;
    emit heldBackChanged();
}

void RangeStore::askForTail()
{
    const qint64 step = stepMs();
    QUrlQuery query = spanQuery(endMs() - step, endMs() + 4 * step);
    query.addQueryItem(QStringLiteral("step"), QStringLiteral("%1ms").arg(step));
    m_tail.setQuery(query);
    m_tail.refresh();
}

void RangeStore::forgetOld()
{
    const qint64 length = lengthOf(*m_range).count();
    if (length > 0)
        dropBefore(endMs() - length - stepMs());
}

void RangeStore::tick()
{
    const bool overdue = m_sincePoint.elapsed() > OverdueMs;
    if (overdue && m_loaded && m_range && m_range->followsNow() && !m_range->isPaused())
        emit changed();
}

} // namespace signalbox::ui
