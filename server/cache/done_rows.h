// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QList>
#include <QMutex>

#include <utility>

namespace signalbox::cache {

// Rows of the outbox whose writer has told Redis by itself, until the relay has marked them. Bounded: what is dropped
// is relayed once more. Any thread.
class DoneRows {
public:
    void add(const QList<qint64> &rows)
    {
        const QMutexLocker lock(&m_mutex);
        if (m_rows.size() < most)
            m_rows.append(rows);
    }
    QList<qint64> take()
    {
        const QMutexLocker lock(&m_mutex);
        return std::exchange(m_rows, {});
    }

private:
    static constexpr qsizetype most = 50'000;

    QMutex m_mutex;
    QList<qint64> m_rows;
};

} // namespace signalbox::cache
