// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QHash>
#include <QMutex>

namespace signalbox::auth {

// When users were last seen, collected from all reactors and written to the database now and then. Any thread.
class LastSeen {
public:
    void note(const QByteArray &userId, qint64 atMs);
    QHash<QByteArray, qint64> take(); // what has come since it was last asked
    void putBack(const QHash<QByteArray, qint64> &seen); // it could not be written

    // What one reactor tells of it: the same user at most every half minute, so that a busy one costs no lock. One
    // thread.
    class Reporter {
    public:
        explicit Reporter(LastSeen &lastSeen);
        void note(const QByteArray &userId, qint64 nowMs);

    private:
        LastSeen &m_lastSeen;
        QHash<QByteArray, qint64> m_told;
    };

private:
    QMutex m_mutex;
    QHash<QByteArray, qint64> m_seen;
};

} // namespace signalbox::auth
