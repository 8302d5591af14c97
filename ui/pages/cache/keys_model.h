// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/cache/key_row.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QSortFilterProxyModel>

namespace signalbox::ui {

// The keys that a scan came across, in that order, each once; what is left of their lives counts down. Bounded: it
// takes no more than Capacity. Main thread.
class KeysModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column : int { Key, Type, Ttl, Size, ColumnCount };
    enum Role : int { SortRole = Qt::UserRole + 1 };

    static constexpr int Capacity = 20'000;

    using QAbstractTableModel::QAbstractTableModel;

    void clear();
    void append(const QList<KeyRow> &rows);
    void update(const KeyRow &row);
    void remove(const QString &id);
    void tick(); // a second has passed
    bool isFull() const { return m_rows.size() >= Capacity; }
    const KeyRow &row(int row) const { return m_rows[row]; }
    int rowOf(const QString &id) const; // -1: not there

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const KeyRow &row, int column) const;
    static QVariant sortKey(const KeyRow &row, int column);

    QList<KeyRow> m_rows;
    QHash<QString, int> m_places; // by id
};

// Sorts what is loaded by a column; by none, as the scan came across them. Main thread.
class KeysProxy : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit KeysProxy(KeysModel &model);

protected:
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;
};

} // namespace signalbox::ui
