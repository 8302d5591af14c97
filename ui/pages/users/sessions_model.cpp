// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/users/sessions_model.h"

#include "pages/users/user_row.h"
#include "widgets/format.h"

#include <QCborArray>
#include <QDateTime>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

QList<SessionRow> SessionRow::listFromCbor(const QCborMap &answer)
{
    QList<SessionRow> rows;
    for (const auto &item : answer.value("items"_L1).toArray()) {
        const QCborMap map = item.toMap();
        rows.append({map.value("id"_L1).toString(), map.value("address"_L1).toString(),
                     map.value("userAgent"_L1).toString(), momentFrom(map.value("createdAt"_L1)),
                     momentFrom(map.value("lastUsedAt"_L1)), momentFrom(map.value("expiresAt"_L1)),
                     map.value("current"_L1).toBool()});
    }
    return rows;
}

int SessionsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant SessionsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const SessionRow &session = row(index.row());
    if (role == Qt::ToolTipRole)
        return index.column() == LastUsed ? formatMoment(session.lastUsedMs) : data(index, Qt::DisplayRole);
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case LastUsed:
        return formatAgo(session.lastUsedMs, QDateTime::currentMSecsSinceEpoch());
    case Address:
        return session.current ? tr("%1 (this window)").arg(session.address) : session.address;
    case Client:
        return session.userAgent;
    case Created:
        return formatMoment(session.createdMs);
    default:
        return formatMoment(session.expiresMs);
    }
}

QVariant SessionsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= ColumnCount)
        return {};
    static const QStringList titles{tr("Last used"), tr("Address"), tr("Client"), tr("Signed in"), tr("Ends")};
    return titles[section];
}

} // namespace signalbox::ui
