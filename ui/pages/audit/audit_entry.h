// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QCborMap>
#include <QList>
#include <QString>

namespace signalbox::ui {

// One thing that an admin did, as the admin API tells it. A value.
struct AuditEntry {
    QString id;
    qint64 atMs = 0; // since the epoch
    QString actorId; // empty: the run token
    QString actorName;
    QString action; // "user.update"
    QString targetType;
    QString targetId;
    QString targetName;
    QCborMap before;
    QCborMap after;
    QString address;
    QString requestId;

    // A field that is not the same before and after; an empty text where there was none.
    struct Change {
        QString field;
        QString before;
        QString after;
    };
    QList<Change> changes() const;
    QString actionText() const; // "Changed", for a person
    QString summary() const; // "role: user → admin, …"

    static QList<AuditEntry> listFromCbor(const QCborMap &answer);
};

} // namespace signalbox::ui
