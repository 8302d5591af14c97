// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/requests/live_tail.h"

namespace signalbox::ui {

LiveTail::LiveTail(RequestsModel &model, QObject *parent)
    : QObject(parent)
    , m_model(model)
{
}

void LiveTail::add(const QList<RequestRecord> &oldestFirst)
{
    if (m_following)
        m_model.addNewest(oldestFirst);
    else
        hold(oldestFirst);
}

void LiveTail::setFollowing(bool following)
{
    m_following = following;
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
    m_model.addNewest(std::exchange(m_held, {}));
    emit heldChanged();
}

void LiveTail::clear()
{
    if (heldCount() == 0)
        return;
    m_held.clear();
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
        m_dropped += over;
    }
    emit heldChanged();
}

} // namespace signalbox::ui
