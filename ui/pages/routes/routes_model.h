// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/metrics/keyed_table_model.h"
#include "pages/metrics/route_row.h"

#include <QSortFilterProxyModel>

namespace signalbox::ui {

// The routes that were called in the range, one a row.
class RoutesModel : public KeyedTableModel<RouteRow> {
    Q_OBJECT
public:
    enum Column : int {
        Method,
        Route,
        Rate,
        Count,
        Errors,
        ErrorRatio,
        P50,
        P95,
        P99,
        Max,
        InFlight,
        Share,
        ColumnCount
    };
    enum Role : int {
        SortRole = Qt::UserRole + 1, // what the column sorts by
        ShareRole // of all time spent in handling requests, 0 to 1
    };

    using KeyedTableModel::KeyedTableModel;

    void setRoutes(const QList<RouteRow> &routes);
    int rowOf(const QString &method, const QString &route) const; // -1: not there

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString display(const RouteRow &row, int column) const;
    QVariant sortKey(const RouteRow &row, int column) const;
    double share(const RouteRow &row) const;

    double m_totalMs = 0;
};

// Sorts by the column's figures and keeps the rows in whose method and route every word of the filter occurs.
class RoutesProxy : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit RoutesProxy(QObject *parent = nullptr);
    void setWords(const QString &text);

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    QStringList m_words;
};

} // namespace signalbox::ui
