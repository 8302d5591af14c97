// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QAbstractTableModel>
#include <QList>

#include <algorithm>

namespace signalbox::ui {

// A table whose rows have a key and lie in its order. merge() turns the present rows into the new ones by exact
// inserts, removes and changes, never by a reset, so that selection and scrolling survive. Row needs key() with an
// order, and ==. Subclasses say what columns there are and what a cell shows.
template <typename Row> class KeyedTableModel : public QAbstractTableModel {
public:
    using QAbstractTableModel::QAbstractTableModel;

    int rowCount(const QModelIndex &parent = {}) const final { return parent.isValid() ? 0 : int(m_rows.size()); }
    const QList<Row> &rows() const { return m_rows; }
    const Row &row(int index) const { return m_rows[index]; }

    void merge(QList<Row> fresh)
    {
        std::sort(fresh.begin(), fresh.end(), [](const Row &a, const Row &b) { return a.key() < b.key(); });
        qsizetype at = 0;
        for (const Row &next : std::as_const(fresh)) {
            removeWhileBefore(at, next);
            if (at < m_rows.size() && m_rows[at].key() == next.key())
                change(at, next);
            else
                insert(at, next);
            ++at;
        }
        removeFrom(at, m_rows.size());
    }

private:
    void removeWhileBefore(qsizetype at, const Row &next)
    {
        qsizetype end = at;
        while (end < m_rows.size() && m_rows[end].key() < next.key())
            ++end;
        removeFrom(at, end);
    }

    void removeFrom(qsizetype begin, qsizetype end)
    {
        if (begin >= end)
            return;
        beginRemoveRows({}, int(begin), int(end) - 1);
        m_rows.remove(begin, end - begin);
        endRemoveRows();
    }

    void insert(qsizetype at, const Row &next)
    {
        beginInsertRows({}, int(at), int(at));
        m_rows.insert(at, next);
        endInsertRows();
    }

    void change(qsizetype at, const Row &next)
    {
        if (m_rows[at] == next)
            return;
        m_rows[at] = next;
        emit dataChanged(index(int(at), 0), index(int(at), columnCount() - 1));
    }

    QList<Row> m_rows;
};

} // namespace signalbox::ui
