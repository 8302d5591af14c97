// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/cache/slow_log_model.h"

#include "widgets/format.h"

namespace signalbox::ui {

namespace {

int alignmentOf(int column)
{
    return int((column == SlowLogModel::Took ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
}

} // namespace

int SlowLogModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant SlowLogModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignmentOf(index.column());
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    const SlowCommand &command = row(index.row());
    switch (index.column()) {
    case Time:
        return role == Qt::ToolTipRole ? formatMoment(command.atMs) : formatClock(command.atMs);
    case Took:
        return formatDuration(double(command.tookUs) / 1000);
    case Command:
        return command.words.join(QLatin1Char(' '));
    default:
        return command.client;
    }
}

QVariant SlowLogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignmentOf(section);
    if (role != Qt::DisplayRole)
        return {};
    static const QStringList titles{tr("Time"), tr("Took"), tr("Command"), tr("Client")};
    return titles[section];
}

} // namespace signalbox::ui
