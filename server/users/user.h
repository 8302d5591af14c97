// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/identity.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <optional>

namespace signalbox::users {

// Someone with an account. Times are milliseconds since the epoch. A value.
struct User {
    QByteArray id;
    QString email;
    QString name;
    http::Role role = http::Role::User;
    QByteArray passwordHash;
    std::optional<qint64> disabledAt;
    std::optional<qint64> disabledUntil; // nothing: for good
    qint64 lastSeenAt = 0; // 0: never
    qint64 createdAt = 0;
    qint64 updatedAt = 0;

    // A time that is over ends by itself.
    bool isDisabled(qint64 nowMs) const { return disabledAt && (!disabledUntil || *disabledUntil > nowMs); }
    bool isEnabledAdmin(qint64 nowMs) const { return role == http::Role::Admin && !isDisabled(nowMs); }
};

// The form in which emails and names are compared: "Zoë@Example.COM" and "zoë@example.com" are one.
QString comparedForm(const QString &text);

// As the contract has it: {id, email, name, role, disabled, createdAt, updatedAt}.
QJsonObject toJson(const User &user, qint64 nowMs);
// As admins see it: also {disabledUntil, lastSeenAt}.
QJsonObject toAdminJson(const User &user, qint64 nowMs);

} // namespace signalbox::users
