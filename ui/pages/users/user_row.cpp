// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/users/user_row.h"

#include "widgets/format.h"

#include <QCborArray>
#include <QCoreApplication>
#include <QDateTime>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

QString UserRow::stateText() const
{
    if (!disabled)
        return QCoreApplication::translate("UserRow", "Active");
    if (disabledUntilMs == 0)
        return QCoreApplication::translate("UserRow", "Disabled");
    return QCoreApplication::translate("UserRow", "Disabled until %1").arg(formatMoment(disabledUntilMs).chopped(3));
}

Theme::Role UserRow::stateColour() const
{
    return disabled ? Theme::Role::Danger : Theme::Role::Success;
}

Theme::Role UserRow::roleColour() const
{
    if (role == "admin"_L1)
        return Theme::Role::Accent;
    return role == "editor"_L1 ? Theme::Role::Info : Theme::Role::Neutral;
}

UserRow UserRow::fromCbor(const QCborMap &map)
{
    UserRow row;
    row.id = map.value("id"_L1).toString();
    row.email = map.value("email"_L1).toString();
    row.name = map.value("name"_L1).toString();
    row.role = map.value("role"_L1).toString();
    row.disabled = map.value("disabled"_L1).toBool();
    row.disabledUntilMs = momentFrom(map.value("disabledUntil"_L1));
    row.lastSeenMs = momentFrom(map.value("lastSeenAt"_L1));
    row.createdMs = momentFrom(map.value("createdAt"_L1));
    row.updatedMs = momentFrom(map.value("updatedAt"_L1));
    row.sessions = int(map.value("sessions"_L1).toInteger());
    return row;
}

QList<UserRow> UserRow::listFromCbor(const QCborMap &answer)
{
    QList<UserRow> rows;
    const QCborArray items = answer.value("items"_L1).toArray();
    rows.reserve(items.size());
    for (const auto &item : items)
        rows.append(fromCbor(item.toMap()));
    return rows;
}

qint64 momentFrom(const QCborValue &iso)
{
    const QDateTime moment = QDateTime::fromString(iso.toString(), Qt::ISODateWithMs);
    return moment.isValid() ? moment.toMSecsSinceEpoch() : 0;
}

} // namespace signalbox::ui
