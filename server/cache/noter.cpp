// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cache/noter.h"

#include "cache/outbox_repository.h"

#include <QDateTime>

namespace signalbox::cache {

Noter::Noter(QByteArray space, Cause cause)
    : m_space(std::move(space))
    , m_cause(std::move(cause))
{
}

Noted Noter::note(store::Connection &connection, const QByteArrayList &ids) const
{
    if (m_space.isEmpty())
        return {};
    return {OutboxRepository(connection).add(m_space, ids, m_cause, QDateTime::currentMSecsSinceEpoch())};
}

} // namespace signalbox::cache
