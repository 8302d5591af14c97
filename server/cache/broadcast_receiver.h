// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "cache/cause.h"
#include "cache/invalidation_log.h"
#include "cache/namespace.h"

#include <QHash>

#include <memory>
#include <vector>

namespace signalbox::cache {

// Does what other processes say on two channels:
//   cache:invalidated   "<process> <key>": a Signalbox has deleted it in Redis, and now tells the others
//   cache:invalidate    "<key>", as programs of all kinds expect it, who say so, too, when they have written
// A Signalbox says both, in one go, the first one first. So who says the second alone hasn't deleted it in Redis, or
// may not have: that is left to do. Keeper's thread.
class BroadcastReceiver {
public:
    struct Subject {
        Namespace *space = nullptr;
        QByteArray id;
    };

    BroadcastReceiver(const std::vector<std::unique_ptr<Namespace>> &spaces, QByteArray node, InvalidationLog &log);

    static QByteArrayList channels();

    // Drops it in this process. What is to be deleted in Redis, too, and dropped once more then.
    std::optional<Subject> heard(const QByteArray &channel, const QByteArray &payload);
    void lost(); // some may have been missed

private:
    void heardInvalidated(const QByteArray &payload);
    std::optional<Subject> subjectOf(const QByteArray &key) const;
    void drop(const Subject &subject);

    const std::vector<std::unique_ptr<Namespace>> &m_spaces;
    const QByteArray m_node;
    InvalidationLog &m_log;
    QHash<QByteArray, int> m_deleted; // of which cache:invalidate is still to come
};

} // namespace signalbox::cache
