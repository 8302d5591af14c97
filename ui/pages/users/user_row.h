// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/theme.h"

#include <QCborMap>
#include <QList>
#include <QString>

namespace signalbox::ui {

// A user as the admin API tells it. Times are milliseconds since the epoch, 0 for none. A value.
struct UserRow {
    QString id;
    QString email;
    QString name;
    QString role; // user, editor, admin
    bool disabled = false;
    qint64 disabledUntilMs = 0; // 0: for good
    qint64 lastSeenMs = 0;
    qint64 createdMs = 0;
    qint64 updatedMs = 0;
    int sessions = 0;

    bool operator==(const UserRow &) const = default;
    QString stateText() const; // "Active", "Disabled", "Disabled until …"
    Theme::Role stateColour() const;
    Theme::Role roleColour() const;

    static UserRow fromCbor(const QCborMap &map);
    static QList<UserRow> listFromCbor(const QCborMap &answer);
};

qint64 momentFrom(const QCborValue &iso); // ISO 8601; 0 for none

} // namespace signalbox::ui
