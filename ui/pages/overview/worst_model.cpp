// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/overview/worst_model.h"

#include "widgets/format.h"

#include <algorithm>
#include <cmath>

namespace signalbox::ui {

WorstModel::WorstModel(Measure measure, QObject *parent)
    : KeyedTableModel(parent)
    , m_measure(measure)
{
}

bool WorstModel::belongs(const RouteRow &route) const
{
    return m_measure == Measure::Errors ? route.errors > 0 : route.count > 0 && std::isfinite(route.latency.p95);
}

double WorstModel::value(const RouteRow &route) const
{
    return m_measure == Measure::Errors ? double(route.errors) : route.latency.p95;
}

void WorstModel::setRoutes(const QList<RouteRow> &routes)
{
    QList<RouteRow> worst;
    std::copy_if(routes.cbegin(), routes.cend(), std::back_inserter(worst),
                 [this](const RouteRow &route) { return belongs(route); });
    std::sort(worst.begin(), worst.end(), [this](const RouteRow &a, const RouteRow &b) { return value(a) > value(b); });
    QList<RankedRoute> ranked;
    for (int i = 0; i < std::min<int>(MaxRows, int(worst.size())); ++i)
        ranked.append({i, worst[i]});
    merge(std::move(ranked));
}

int WorstModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString WorstModel::display(const RouteRow &route, int column) const
{
    if (column == RouteColumn)
        return route.method + QLatin1Char(' ') + route.displayRoute();
    if (m_measure == Measure::Errors)
        return column == ValueColumn ? formatCount(double(route.errors)) : formatPercent(route.errorRatio());
    return column == ValueColumn ? formatDuration(route.latency.p95) : formatRate(route.perSecond);
}

QString WorstModel::toolTip(const RouteRow &route) const
{
    const QString few = fewRequestsNote(route.count);
    const QString figures = tr("%1\n%2, %3 failed\np50 %4, p95 %5, p99 %6")
                                .arg(route.name(), formatCounted(route.count, tr("request"), tr("requests")),
                                     formatExact(route.errors), formatDuration(route.latency.p50),
                                     formatDuration(route.latency.p95), formatDuration(route.latency.p99));
    return few.isEmpty() ? figures : figures + QLatin1Char('\n') + few;
}

QVariant WorstModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const RouteRow &route = row(index.row()).route;
    switch (role) {
    case Qt::DisplayRole:
        return display(route, index.column());
    case Qt::ToolTipRole:
        return toolTip(route);
    case Qt::TextAlignmentRole:
        return index.column() == RouteColumn ? int(Qt::AlignLeft | Qt::AlignVCenter)
                                             : int(Qt::AlignRight | Qt::AlignVCenter);
    case ShareRole:
        return value(route) / std::max(value(row(0).route), 1e-9);
    default:
        return {};
    }
}

} // namespace signalbox::ui
