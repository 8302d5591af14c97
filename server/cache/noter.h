// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "cache/cause.h"

#include <QByteArrayList>
#include <QList>

namespace signalbox::store {
class Connection;
}

namespace signalbox::cache {

// The outbox rows that a transaction wrote, in case it is committed. A value.
struct Noted {
    QList<qint64> rows;
};

// Notes in a write's transaction what it takes out of the cache, if that is wanted. A value, which the work of the
// transaction owns: it may outlive the cache.
class Noter {
public:
    Noter() = default; // notes nothing
    Noter(QByteArray space, Cause cause);

    // On the thread that the work runs on. Throws DatabaseError.
    Noted note(store::Connection &connection, const QByteArrayList &ids) const;

private:
    QByteArray m_space;
    Cause m_cause;
};

} // namespace signalbox::cache
