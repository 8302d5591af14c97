// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/requests/requests_sort_model.h"

#include "pages/requests/requests_cells.h"

namespace signalbox::ui {

RequestsSortModel::RequestsSortModel(RequestsModel &requests, QObject *parent)
    : QSortFilterProxyModel(parent)
    , m_requests(requests)
{
    setSortRole(SortRole);
    setSourceModel(&requests);
}

void RequestsSortModel::sort(int column, Qt::SortOrder order)
{
    const bool asTheyCame = column == int(RequestsColumn::Time) && order == Qt::DescendingOrder;
    // Ascending, since newer Qt turns even the source's own order round.
    if (asTheyCame)
        QSortFilterProxyModel::sort(-1, Qt::AscendingOrder);
    else
        QSortFilterProxyModel::sort(column, order);
    emit orderChanged();
}

bool RequestsSortModel::isLiveOrder() const
{
    return sortColumn() < 0;
}

const RequestRecord &RequestsSortModel::at(const QModelIndex &index) const
{
    return m_requests.at(mapToSource(index).row());
}

QModelIndex RequestsSortModel::indexOf(const QByteArray &key) const
{
    const int row = m_requests.rowOf(key);
    return row < 0 ? QModelIndex() : mapFromSource(m_requests.index(row, 0));
}

bool RequestsSortModel::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    return lessInColumn(m_requests.at(left.row()), m_requests.at(right.row()), RequestsColumn(left.column()));
}

} // namespace signalbox::ui
