// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/users/user_requests_model.h"

#include "widgets/format.h"

#include <QCborArray>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

void UserRequestsModel::setAnswer(const QCborMap &answer)
{
    QList<UserRequest> requests;
    for (const auto &item : answer.value("items"_L1).toArray())
        requests.append({RequestRecord::fromCbor(item.toMap())});
    merge(std::move(requests));
}

int UserRequestsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant UserRequestsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const RequestRecord &record = row(index.row()).record;
    if (role == Qt::TextAlignmentRole)
        return int((index.column() == Duration ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (index.column()) {
    case Time:
        return formatClock(record.endUs() / 1000);
    case Method:
        return QString::fromUtf8(record.method);
    case Status:
        return record.status > 0 ? QString::number(record.status) : tr("aborted");
    case Duration:
        return formatDuration(double(record.durationUs) / 1000);
    default:
        return QString::fromUtf8(record.path);
    }
}

QVariant UserRequestsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Duration ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    static const QStringList titles{tr("Time"), tr("Method"), tr("Status"), tr("Duration"), tr("Path")};
    return titles[section];
}

} // namespace signalbox::ui
