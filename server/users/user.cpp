// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "users/user.h"

#include "auth/role_names.h"
#include "utc_time.h"

namespace signalbox::users {

using namespace Qt::Literals::StringLiterals;

namespace {

QJsonValue timeOrNull(std::optional<qint64> ms)
{
    return ms ? QJsonValue(isoText(*ms)) : QJsonValue(QJsonValue::Null);
}

} // namespace

QString comparedForm(const QString &text)
{
    // Small first: folding alone leaves \u0130 as it is, whose small form is what a client that lowers it sends.
    return text.normalized(QString::NormalizationForm_C).toLower().toCaseFolded();
}

QJsonObject toJson(const User &user, qint64 nowMs)
{
    return {{u"id"_s, QString::fromLatin1(user.id)},
            {u"email"_s, user.email},
            {u"name"_s, user.name},
            {u"role"_s, auth::roleName(user.role)},
            {u"disabled"_s, user.isDisabled(nowMs)},
            {u"createdAt"_s, isoText(user.createdAt)},
            {u"updatedAt"_s, isoText(user.updatedAt)}};
}

QJsonObject toAdminJson(const User &user, qint64 nowMs)
{
    QJsonObject json = toJson(user, nowMs);
    json.insert(u"disabledUntil"_s, user.isDisabled(nowMs) ? timeOrNull(user.disabledUntil) : QJsonValue());
    json.insert(u"lastSeenAt"_s, user.lastSeenAt > 0 ? timeOrNull(user.lastSeenAt) : QJsonValue());
    return json;
}

} // namespace signalbox::users
