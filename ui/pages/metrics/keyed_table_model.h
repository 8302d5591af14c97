// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QAbstractTableModel>
#include <QList>

#include <algorithm>
#include <utility>

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
        qsizetype from = 0; // the rows from here to before `at` are changed, which is not told yet
        for (const Row &next : std::as_const(fresh)) {
            if (!isThere(at, next)) {
                tellChanged(std::exchange(from, at), at);
                removeWhileBefore(at, next);
            }
            if (!isThere(at, next)) {
                insert(at, next);
                from = at + 1;
            } else if (m_rows[at] == next) {
                tellChanged(std::exchange(from, at + 1), at);
            } else {
                m_rows[at] = next;
            }
            ++at;
        }
        tellChanged(from, at);
        removeFrom(at, m_rows.size());
    }

private:
    bool isThere(qsizetype at, const Row &next) const { return at < m_rows.size() && m_rows[at].key() == next.key(); }

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

    // At once: a proxy sorts for each time it is told.
    void tellChanged(qsizetype begin, qsizetype end)
    {
        if (begin < end)
            emit dataChanged(index(int(begin), 0), index(int(end) - 1, columnCount() - 1));
    }

    QList<Row> m_rows;
};

} // namespace signalbox::ui
