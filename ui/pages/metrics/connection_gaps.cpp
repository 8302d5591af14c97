// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/metrics/connection_gaps.h"

#include "client/session.h"

namespace signalbox::ui {

namespace {
constexpr qint64 PointMs = 1000;
}

void ConnectionGaps::setSession(Session *session)
{
    if (m_session)
        m_session->feed().disconnect(this);
    if (session && session != m_session) {
        m_gaps.clear();
        m_lastMs = 0;
        m_lost = false;
    }
    m_session = session;
    if (!session)
        return;
    connect(&session->feed(), &FeedClient::stateChanged, this, [this](LinkState state) {
        if (state == LinkState::Lost && m_lastMs > 0)
            m_lost = true;
    });
    connect(&session->feed(), &FeedClient::statsArrived, this, [this](const QCborMap &, const QCborMap &point) {
        if (!point.isEmpty())
            takePoint(SeriesPoint::fromCbor(point).atMs);
    });
}

QList<TimeSpan> ConnectionGaps::spans(qint64 nowMs) const
{
    QList<TimeSpan> all = m_gaps;
    if (m_lost && nowMs > m_lastMs)
        all.append({m_lastMs, nowMs});
    return all;
}

void ConnectionGaps::takePoint(qint64 atMs)
{
    if (m_lost && atMs > m_lastMs) {
        m_gaps.append({m_lastMs, atMs});
        if (m_gaps.size() > MaxGaps)
            m_gaps.removeFirst();
    }
    m_lost = false;
    m_lastMs = std::max(m_lastMs, atMs + PointMs);
}

} // namespace signalbox::ui
