// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/routes/routes_model.h"

#include "widgets/format.h"

#include <algorithm>
#include <cmath>

namespace signalbox::ui {

void RoutesModel::setRoutes(const QList<RouteRow> &routes)
{
    m_totalMs = 0;
    for (const RouteRow &row : routes)
        m_totalMs += row.totalMs();
    merge(routes);
    if (rowCount() > 0) // each one's share depends on all
        emit dataChanged(index(0, Share), index(rowCount() - 1, Share), {Qt::DisplayRole, SortRole, ShareRole});
}

int RoutesModel::rowOf(const QString &method, const QString &route) const
{
    const auto found = std::find_if(rows().cbegin(), rows().cend(),
                                    [&](const RouteRow &row) { return row.method == method && row.route == route; });
    return found == rows().cend() ? -1 : int(found - rows().cbegin());
}

int RoutesModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

double RoutesModel::share(const RouteRow &row) const
{
    return m_totalMs > 0 ? row.totalMs() / m_totalMs : 0;
}

QString RoutesModel::display(const RouteRow &row, int column) const
{
    switch (column) {
    case Method:
        return row.method;
    case Route:
        return row.displayRoute();
    case Rate:
        return formatRate(row.perSecond);
    case Count:
        return formatExact(row.count);
    case Errors:
        return row.errors > 0 ? formatExact(row.errors) : QStringLiteral("0");
    case ErrorRatio:
        return formatPercent(row.errorRatio());
    case P50:
        return formatDuration(row.p50);
    case P95:
        return formatDuration(row.p95);
    case P99:
        return formatDuration(row.p99);
    case Max:
        return formatDuration(row.maxMs);
    case InFlight:
        return formatExact(row.active);
    case Share:
        return formatPercent(share(row));
    default:
        return {};
    }
}

QVariant RoutesModel::sortKey(const RouteRow &row, int column) const
{
    const auto duration = [](double ms) { return std::isfinite(ms) ? ms : -1.0; };
    switch (column) {
    case Method:
        return row.method;
    case Route:
        return row.route;
    case Rate:
        return row.perSecond;
    case Count:
        return row.count;
    case Errors:
        return row.errors;
    case ErrorRatio:
        return row.errorRatio();
    case P50:
        return duration(row.p50);
    case P95:
        return duration(row.p95);
    case P99:
        return duration(row.p99);
    case Max:
        return duration(row.maxMs);
    case InFlight:
        return row.active;
    case Share:
        return share(row);
    default:
        return {};
    }
}

QVariant RoutesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const RouteRow &entry = row(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return display(entry, index.column());
    case Qt::ToolTipRole:
        return index.column() >= P50 && index.column() <= P99 ? fewRequestsNote(entry.count) : entry.name();
    case Qt::TextAlignmentRole:
        return int((index.column() <= Route ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case SortRole:
        return sortKey(entry, index.column());
    case ShareRole:
        return share(entry);
    default:
        return {};
    }
}

QVariant RoutesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section <= Route ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section == Share)
        return tr("Its part of all the time that was spent on requests");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Method:
        return tr("Method");
    case Route:
        return tr("Route");
    case Rate:
        return tr("Rate");
    case Count:
        return tr("Count");
    case Errors:
        return tr("Errors");
    case ErrorRatio:
        return tr("Failed");
    case P50:
        return tr("p50");
    case P95:
        return tr("p95");
    case P99:
        return tr("p99");
    case Max:
        return tr("Max");
    case InFlight:
        return tr("In flight");
    case Share:
        return tr("Share of time");
    default:
        return {};
    }
}

RoutesProxy::RoutesProxy(QObject *parent)
    : QSortFilterProxyModel(parent)
{
    setSortRole(RoutesModel::SortRole);
}

void RoutesProxy::setWords(const QString &text)
{
    m_words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    invalidateFilter();
}

bool RoutesProxy::filterAcceptsRow(int row, const QModelIndex &) const
{
    const QString name = static_cast<const RoutesModel *>(sourceModel())->row(row).name();
    return std::all_of(m_words.cbegin(), m_words.cend(),
                       [&](const QString &word) { return name.contains(word, Qt::CaseInsensitive); });
}

bool RoutesProxy::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const QVariant a = left.data(RoutesModel::SortRole);
    const QVariant b = right.data(RoutesModel::SortRole);
    return QVariant::compare(a, b) == QPartialOrdering::Less;
}

} // namespace signalbox::ui
