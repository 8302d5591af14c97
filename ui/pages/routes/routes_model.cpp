// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/routes/routes_model.h"

#include "widgets/format.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace signalbox::ui {

namespace {

// What a column says of a route, and what it is sorted by. The share is the model's to say: it depends on all routes.
struct ColumnInfo {
    const char *title;
    QString (*text)(const RouteRow &row);
    QVariant (*key)(const RouteRow &row);
};

// So that a route without a figure sorts before all others.
double orNegative(double ms)
{
    return std::isfinite(ms) ? ms : -1;
}

const std::array<ColumnInfo, RoutesModel::ColumnCount> Columns{{
    {QT_TRANSLATE_NOOP("RoutesModel", "Method"), [](const RouteRow &row) { return row.method; },
     [](const RouteRow &row) { return QVariant(row.method); }},
    {QT_TRANSLATE_NOOP("RoutesModel", "Route"), [](const RouteRow &row) { return row.displayRoute(); },
     [](const RouteRow &row) { return QVariant(row.route); }},
    {QT_TRANSLATE_NOOP("RoutesModel", "Rate"), [](const RouteRow &row) { return formatRate(row.perSecond); },
     [](const RouteRow &row) { return QVariant(row.perSecond); }},
    {QT_TRANSLATE_NOOP("RoutesModel", "Count"), [](const RouteRow &row) { return formatExact(row.count); },
     [](const RouteRow &row) { return QVariant(row.count); }},
    {QT_TRANSLATE_NOOP("RoutesModel", "Errors"), [](const RouteRow &row) { return formatExact(row.errors); },
     [](const RouteRow &row) { return QVariant(row.errors); }},
    {QT_TRANSLATE_NOOP("RoutesModel", "Failed"), [](const RouteRow &row) { return formatPercent(row.errorRatio()); },
     [](const RouteRow &row) { return QVariant(row.errorRatio()); }},
    {QT_TRANSLATE_NOOP("RoutesModel", "p50"), [](const RouteRow &row) { return formatDuration(row.latency.p50); },
     [](const RouteRow &row) { return QVariant(orNegative(row.latency.p50)); }},
    {QT_TRANSLATE_NOOP("RoutesModel", "p95"), [](const RouteRow &row) { return formatDuration(row.latency.p95); },
     [](const RouteRow &row) { return QVariant(orNegative(row.latency.p95)); }},
    {QT_TRANSLATE_NOOP("RoutesModel", "p99"), [](const RouteRow &row) { return formatDuration(row.latency.p99); },
     [](const RouteRow &row) { return QVariant(orNegative(row.latency.p99)); }},
    {QT_TRANSLATE_NOOP("RoutesModel", "Max"), [](const RouteRow &row) { return formatDuration(row.maxMs); },
     [](const RouteRow &row) { return QVariant(orNegative(row.maxMs)); }},
    {QT_TRANSLATE_NOOP("RoutesModel", "In flight"), [](const RouteRow &row) { return formatExact(row.active); },
     [](const RouteRow &row) { return QVariant(row.active); }},
    {QT_TRANSLATE_NOOP("RoutesModel", "Share of time"), nullptr, nullptr},
}};

} // namespace

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
    const ColumnInfo &info = Columns.at(size_t(column));
    return info.text ? info.text(row) : formatPercent(share(row));
}

QVariant RoutesModel::sortKey(const RouteRow &row, int column) const
{
    const ColumnInfo &info = Columns.at(size_t(column));
    return info.key ? info.key(row) : QVariant(share(row));
}

QVariant RoutesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
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
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return tr(Columns.at(size_t(section)).title);
    case Qt::TextAlignmentRole:
        return int((section <= Route ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        return section == Share ? tr("Its part of all the time that was spent on requests") : QString();
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
