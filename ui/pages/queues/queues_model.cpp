// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/queues_model.h"

#include "pages/queues/queue_marks.h"
#include "pages/queues/queues_source.h"
#include "widgets/format.h"

#include <algorithm>
#include <cmath>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

double figureOf(const QueueRow &row, int column)
{
    if (const auto state = QueuesModel::stateOf(column))
        return double(row.counts.of(*state));
    switch (column) {
    case QueuesModel::Added:
        return row.addedPerSecond;
    case QueuesModel::Finished:
    case QueuesModel::Recent:
        return row.finishedPerSecond();
    case QueuesModel::WaitP95:
        return row.waitTimes.percentiles.p95;
    case QueuesModel::RunP95:
        return row.runTimes.percentiles.p95;
    case QueuesModel::Oldest:
        return row.oldestWaitingMs;
    default:
        return row.workers ? double(*row.workers) : std::nan("");
    }
}

QString textOf(const QueueEntry &entry, int column)
{
    switch (column) {
    case QueuesModel::Name:
        return entry.row.name.simplified();
    case QueuesModel::Connection:
        return entry.connection;
    case QueuesModel::Recent:
        return {}; // is drawn
    case QueuesModel::Added:
    case QueuesModel::Finished:
        return std::isnan(figureOf(entry.row, column)) ? u"–"_s : formatRate(figureOf(entry.row, column));
    case QueuesModel::WaitP95:
    case QueuesModel::RunP95:
    case QueuesModel::Oldest:
        return formatDuration(figureOf(entry.row, column));
    default:
        return formatCount(figureOf(entry.row, column));
    }
}

QString titleOf(int column)
{
    if (const auto state = QueuesModel::stateOf(column))
        return jobStateShortLabel(*state);
    switch (column) {
    case QueuesModel::Name:
        return QueuesModel::tr("Queue");
    case QueuesModel::Connection:
        return QueuesModel::tr("Redis");
    case QueuesModel::Added:
        return QueuesModel::tr("In");
    case QueuesModel::Finished:
        return QueuesModel::tr("Out");
    case QueuesModel::WaitP95:
        return QueuesModel::tr("Wait p95");
    case QueuesModel::RunP95:
        return QueuesModel::tr("Run p95");
    case QueuesModel::Oldest:
        return QueuesModel::tr("Oldest");
    case QueuesModel::Workers:
        return QueuesModel::tr("Workers");
    default:
        return QueuesModel::tr("Lately");
    }
}

QString meaningOf(int column)
{
    if (const auto state = QueuesModel::stateOf(column))
        return QueuesModel::tr("Jobs: %1; a click shows them").arg(jobStateLabel(*state).toLower());
    switch (column) {
    case QueuesModel::Connection:
        return QueuesModel::tr("The Redis that it is in");
    case QueuesModel::Added:
        return QueuesModel::tr("Jobs added a second, in the last minute");
    case QueuesModel::Finished:
        return QueuesModel::tr("Jobs completed or failed a second, in the last minute");
    case QueuesModel::WaitP95:
        return QueuesModel::tr("95 of 100 jobs that finished in the last five minutes waited no longer than that");
    case QueuesModel::RunP95:
        return QueuesModel::tr("95 of 100 jobs that finished in the last five minutes ran no longer than that");
    case QueuesModel::Oldest:
        return QueuesModel::tr("For how long the job that has waited longest could have run already");
    case QueuesModel::Workers:
        return QueuesModel::tr("Workers that are connected");
    case QueuesModel::Recent:
        return QueuesModel::tr("Jobs finished a second, since the page has watched");
    default:
        return {};
    }
}

QString spoken(const QueueEntry &entry, int column)
{
    if (column != QueuesModel::Name)
        return titleOf(column) + u' ' + textOf(entry, column);
    QStringList said{entry.row.name};
    for (const QueueMark &mark : marksOf(entry.row))
        said.append(mark.text);
    return said.join(u", "_s);
}

QVariant toolTipOf(const QueueEntry &entry, int column)
{
    if (column != QueuesModel::Name)
        return meaningOf(column);
    QStringList lines{u"%1:%2"_s.arg(entry.row.prefix, entry.row.name)};
    for (const QueueMark &mark : marksOf(entry.row))
        lines.append(mark.meaning);
    return asToolTip(lines.join('\n'_L1));
}

bool areSame(const QList<double> &a, const QList<double> &b)
{
    return std::ranges::equal(a, b, [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); });
}

} // namespace

bool QueueEntry::operator==(const QueueEntry &other) const
{
    return row == other.row && connection == other.connection && alerts == other.alerts
        && areSame(recent, other.recent);
}

void QueuesModel::show(const QueuesSource &source)
{
    QHash<QString, qint64> alerts; // that are open, by queue
    for (const QueueAlert &alert : source.alerts())
        if (!alert.isSnoozed())
            ++alerts[alert.queue];
    QList<QueueEntry> entries;
    for (const QueueRow &row : source.rows()) {
        const QueueConnection *connection = source.connection(row.connection);
        entries.append(
            {row, connection ? connection->name : row.connection, source.recent(row.id), alerts.value(row.id)});
    }
    merge(entries);
}

int QueuesModel::rowOf(const QString &id) const
{
    const auto found = std::ranges::find_if(rows(), [&id](const QueueEntry &entry) { return entry.row.id == id; });
    return found == rows().end() ? -1 : int(found - rows().begin());
}

std::optional<JobState> QueuesModel::stateOf(int column)
{
    return column >= FirstState && column <= LastState ? std::optional(JobState(column - FirstState)) : std::nullopt;
}

int QueuesModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant QueuesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const QueueEntry &entry = row(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return textOf(entry, column);
    case Qt::AccessibleTextRole:
        return spoken(entry, column);
    case Qt::ToolTipRole:
        return toolTipOf(entry, column);
    case Qt::TextAlignmentRole:
        return int((column <= Connection ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case SortRole:
        if (column <= Connection)
            return textOf(entry, column);
        return std::isnan(figureOf(entry.row, column)) ? -1.0 : figureOf(entry.row, column);
    default:
        return {};
    }
}

QVariant QueuesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::DisplayRole)
        return titleOf(section);
    if (role == Qt::ToolTipRole)
        return meaningOf(section);
    if (role == Qt::TextAlignmentRole)
        return int((section <= Connection || section == Recent ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    return {};
}

} // namespace signalbox::ui
