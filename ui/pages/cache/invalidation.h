// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/theme.h"

#include <QCborMap>
#include <QList>
#include <QString>

namespace signalbox::ui {

// A value that was taken out of the cache, and why, as the admin API tells it. A value.
struct Invalidation {
    QString id;
    qint64 atMs = 0; // since the epoch
    QString namespaceName;
    QString key;
    QString strategy;
    QString source; // write, broadcast, outbox, admin
    QString requestId; // of the write that caused it; may be empty
    QString what; // "PATCH /users/:id"
    QString user; // their id; may be empty
    double tookMs = 0;
    QString result; // done, failed, pending
    QString error; // why it failed, if the server says so

    QString causeText() const;
    QString resultText() const;
    Theme::Role resultColour() const;
    bool isDone() const { return result == QLatin1String("done"); }
    bool matches(const QStringList &words) const; // each occurs somewhere

    static Invalidation fromCbor(const QCborMap &map);
    static QList<Invalidation> listFromCbor(const QCborValue &items);
};

} // namespace signalbox::ui
