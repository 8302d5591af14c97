// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/schedulers_model.h"

#include "widgets/format.h"

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

QString runsText(const SchedulerRow &row)
{
    return row.limit > 0 ? SchedulersModel::tr("%1 of %2").arg(formatExact(row.iterations), formatExact(row.limit))
                         : formatExact(row.iterations);
}

QString nextRuns(const SchedulerRow &row)
{
    QStringList lines;
    for (const qint64 at : row.next)
        lines.append(formatMoment(at));
    return lines.join('\n'_L1);
}

} // namespace

int SchedulersModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant SchedulersModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const SchedulerRow &row = this->row(index.row());
    if (role == Qt::ToolTipRole)
        return index.column() == Next ? nextRuns(row) : QString();
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Id:
        return row.id;
    case JobName:
        return row.name;
    case Rhythm:
        return row.rhythm();
    case Next:
        return formatMoment(row.nextAtMs);
    case Last:
        return formatMoment(row.lastAtMs);
    case Runs:
        return runsText(row);
    default:
        return formatMoment(row.endAtMs);
    }
}

QVariant SchedulersModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    static const QStringList Titles{tr("Scheduler"), tr("Job"),  tr("When"), tr("Next run"),
                                    tr("Last run"),  tr("Runs"), tr("Ends")};
    return orientation == Qt::Horizontal && role == Qt::DisplayRole ? Titles.value(section) : QVariant();
}

} // namespace signalbox::ui
