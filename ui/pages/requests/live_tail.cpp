// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/requests/live_tail.h"

namespace signalbox::ui {

namespace {
constexpr qsizetype AtATime = 1000; // some milliseconds' work
}

LiveTail::LiveTail(RequestsModel &model, QObject *parent)
    : QObject(parent)
    , m_model(model)
{
}

void LiveTail::add(const QList<RequestRecord> &oldestFirst)
{
    if (m_following && m_held.isEmpty())
        return m_model.addNewest(oldestFirst);
    hold(oldestFirst);
    if (m_following)
        m_releasing = m_held.size();
}

void LiveTail::setFollowing(bool following)
{
    m_following = following;
    m_releasing = 0;
    if (following)
        release();
}

bool LiveTail::isFollowing() const
{
    return m_following;
}

void LiveTail::release()
{
    if (heldCount() == 0)
        return;
    m_dropped = 0;
    m_releasing = m_held.size();
    releaseSome();
}

void LiveTail::releaseSome()
{
    const qsizetype count = std::min(AtATime, m_releasing);
    m_releasing -= count;
    if (m_releasing > 0)
        m_timer.start(0, this);
    else
        m_timer.stop();
    const QList<RequestRecord> oldest = m_held.first(count);
    m_held.remove(0, count);
    m_model.addNewest(oldest);
    emit heldChanged();
}

void LiveTail::timerEvent(QTimerEvent *)
{
    releaseSome();
}

void LiveTail::clear()
{
    if (heldCount() == 0)
        return;
    m_held.clear();
    m_releasing = 0;
    m_timer.stop();
    m_dropped = 0;
    emit heldChanged();
}

qint64 LiveTail::heldCount() const
{
    return m_held.size() + m_dropped;
}

qint64 LiveTail::droppedCount() const
{
    return m_dropped;
}

void LiveTail::hold(const QList<RequestRecord> &oldestFirst)
{
    if (oldestFirst.isEmpty())
        return;
    m_held += oldestFirst;
    const qsizetype over = m_held.size() - m_model.capacity();
    if (over > 0) {
        m_held.remove(0, over);
        m_releasing = std::max<qsizetype>(0, m_releasing - over);
        m_dropped += over;
    }
    emit heldChanged();
}

} // namespace signalbox::ui
