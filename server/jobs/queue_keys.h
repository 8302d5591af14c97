// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

namespace signalbox::jobs {

// The names of a queue's keys in Redis: P:Q:… A value.
class QueueKeys {
public:
    QueueKeys(const QByteArray &prefix, const QByteArray &queue)
        : m_queue(queue)
        , m_prefix(prefix)
        , m_folder(prefix + ':' + queue + ':')
    {
    }

    const QByteArray &prefix() const { return m_prefix; }
    const QByteArray &queue() const { return m_queue; }
    const QByteArray &folder() const { return m_folder; } // P:Q:, what the scripts call the prefix
    QByteArray base() const { return m_folder.chopped(1); } // P:Q, a queue's qualified name
    QByteArray of(QByteArrayView suffix) const { return QByteArray(m_folder).append(suffix); } // "wait", "meta", …
    QByteArray job(QByteArrayView id) const { return of(id); }
    QByteArray lock(QByteArrayView id) const { return of(id).append(":lock"); }
    QByteArray logs(QByteArrayView id) const { return of(id).append(":logs"); }

    bool operator==(const QueueKeys &) const = default;

private:
    QByteArray m_queue;
    QByteArray m_prefix;
    QByteArray m_folder;
};

} // namespace signalbox::jobs
