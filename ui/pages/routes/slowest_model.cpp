// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/routes/slowest_model.h"

#include "widgets/format.h"

namespace signalbox::ui {

void SlowestModel::setRecords(const QList<RequestRecord> &records)
{
    QList<SlowRequest> requests;
    requests.reserve(records.size());
    for (const RequestRecord &record : records)
        requests.append({record});
    merge(std::move(requests));
}

int SlowestModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant SlowestModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const RequestRecord &record = row(index.row()).record;
    if (role == Qt::TextAlignmentRole)
        return int((index.column() == Duration ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole)
        return QString::fromUtf8(record.path);
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Duration:
        return formatDuration(double(record.durationUs) / 1000);
    case Status:
        return record.status > 0 ? QString::number(record.status) : tr("aborted");
    case Time:
        return formatClock(record.endUs() / 1000);
    default:
        return QString::fromUtf8(record.path);
    }
}

QVariant SlowestModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Duration ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Duration:
        return tr("Duration");
    case Status:
        return tr("Status");
    case Time:
        return tr("Time");
    default:
        return tr("Path");
    }
}

} // namespace signalbox::ui
