// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "users/user.h"

#include <optional>

namespace signalbox::users {

// What is to become of a user; what is absent stays. A value.
struct UserChange {
    std::optional<QString> email = {};
    std::optional<QString> name = {};
    std::optional<http::Role> role = {};
    std::optional<bool> disabled = {};
    // Of a user who is disabled: until when, or for good. Disables by itself.
    std::optional<std::optional<qint64>> disabledUntil = {};
    std::optional<QByteArray> passwordHash = {};

    // Reads {email, name, role, disabled, disabledUntil}, as a checked body has them. AppError 400 for what doesn't
    // go together.
    static UserChange fromJson(const QJsonObject &body, qint64 nowMs);

    User appliedTo(const User &user, qint64 nowMs) const;
};

// What follows for a user's tokens: a new role ends access tokens; a new password, or none who may use them, the
// sessions too.
bool endsAccessTokens(const User &before, const User &after, qint64 nowMs);
bool endsSessions(const User &before, const User &after, qint64 nowMs);

// What differs, for the audit log: never a password, only that it changed.
struct Difference {
    QJsonObject before;
    QJsonObject after;
};
Difference differenceOf(const User &before, const User &after, qint64 nowMs);

} // namespace signalbox::users
