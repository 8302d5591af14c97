// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "users/user_change.h"

#include "auth/role_names.h"
#include "http/app_error.h"

#include <QDateTime>

namespace signalbox::users {

using namespace Qt::Literals::StringLiterals;
using http::AppError;

namespace {

std::optional<QString> textOf(const QJsonObject &body, QLatin1StringView name)
{
    return body.contains(name) ? std::optional(body.value(name).toString()) : std::nullopt;
}

std::optional<qint64> momentOf(const QJsonValue &value, qint64 nowMs)
{
    if (value.isNull())
        return {};
    const qint64 moment = QDateTime::fromString(value.toString(), Qt::ISODateWithMs).toMSecsSinceEpoch();
    if (moment <= nowMs)
        throw AppError::invalidField(u"body.disabledUntil"_s, u"Must be in the future"_s);
    return moment;
}

} // namespace

UserChange UserChange::fromJson(const QJsonObject &body, qint64 nowMs)
{
    UserChange change;
    change.email = textOf(body, "email"_L1);
    change.name = textOf(body, "name"_L1);
    if (const auto role = textOf(body, "role"_L1))
        change.role = auth::roleNamed(*role);
    if (body.contains("disabled"_L1))
        change.disabled = body.value("disabled"_L1).toBool();
    if (body.contains("disabledUntil"_L1))
        change.disabledUntil = momentOf(body.value("disabledUntil"_L1), nowMs);
    if (change.disabledUntil && *change.disabledUntil && change.disabled == false)
        throw AppError::invalidField(u"body.disabledUntil"_s, u"Can't be given for a user who is enabled"_s);
    return change;
}

User UserChange::appliedTo(const User &user, qint64 nowMs) const
{
    User changed = user;
    changed.email = email.value_or(user.email);
    changed.name = name.value_or(user.name);
    changed.role = role.value_or(user.role);
    changed.passwordHash = passwordHash.value_or(user.passwordHash);
    const bool wasDisabled = user.isDisabled(nowMs);
    const bool disable = disabled.value_or(wasDisabled || (disabledUntil && *disabledUntil));
    if (!disable) {
        changed.disabledAt.reset();
        changed.disabledUntil.reset();
    } else {
        changed.disabledAt = wasDisabled ? user.disabledAt : nowMs;
        changed.disabledUntil = disabledUntil.value_or(wasDisabled && !disabled ? user.disabledUntil : std::nullopt);
    }
    changed.updatedAt = std::max(nowMs, user.updatedAt + 1);
    return changed;
}

bool endsAccessTokens(const User &before, const User &after, qint64 nowMs)
{
    return before.role != after.role || endsSessions(before, after, nowMs);
}

bool endsSessions(const User &before, const User &after, qint64 nowMs)
{
    return before.passwordHash != after.passwordHash || (!before.isDisabled(nowMs) && after.isDisabled(nowMs));
}

Difference differenceOf(const User &before, const User &after, qint64 nowMs)
{
    const QJsonObject then = toAdminJson(before, nowMs);
    const QJsonObject now = toAdminJson(after, nowMs);
    Difference difference;
    for (const auto &name : {"email"_L1, "name"_L1, "role"_L1, "disabled"_L1, "disabledUntil"_L1}) {
        if (then.value(name) == now.value(name))
            continue;
        difference.before.insert(name, then.value(name));
        difference.after.insert(name, now.value(name));
    }
    if (before.passwordHash != after.passwordHash)
        difference.after.insert("password"_L1, u"changed"_s);
    return difference;
}

} // namespace signalbox::users
