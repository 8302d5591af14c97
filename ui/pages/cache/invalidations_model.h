// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/cache/invalidation.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QSortFilterProxyModel>

namespace signalbox::ui {

// Invalidations, the newest first, each once; one that is told again takes its own place. Bounded: over Capacity the
// oldest go. Main thread.
class InvalidationsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column : int { Time, Namespace, Key, StrategyName, Source, Cause, Took, Result, ColumnCount };

    static constexpr int Capacity = 5000;

    using QAbstractTableModel::QAbstractTableModel;

    void add(const QList<Invalidation> &entries); // in any order
    void clear();
    bool contains(const QString &id) const { return m_times.contains(id); }
    bool isFull() const { return m_entries.size() >= Capacity; }
    const Invalidation &entry(int row) const { return m_entries[row]; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void insert(const QList<Invalidation> &newestFirst);
    void change(const Invalidation &entry);
    void dropOldest();
    static QString text(const Invalidation &entry, int column);
    static QString toolTip(const Invalidation &entry, int column);

    QList<Invalidation> m_entries;
    QHash<QString, qint64> m_times; // by id
};

// Those in which every word of a filter occurs. Main thread.
class InvalidationsProxy : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit InvalidationsProxy(InvalidationsModel &model);
    void setWords(const QString &text);
    const QStringList &words() const { return m_words; }

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    const InvalidationsModel &m_model;
    QStringList m_words;
};

} // namespace signalbox::ui
