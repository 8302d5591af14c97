// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/metrics/cache_state.h"
#include "pages/metrics/keyed_table_model.h"

#include <optional>

namespace signalbox::ui {

// A namespace, or what it did with one of several strategies. A value.
struct NamespaceRow {
    CacheNamespace space;
    std::optional<StrategyFigures> part;

    QString key() const { return part ? space.name + QLatin1Char('\n') + part->strategy : space.name; } // beneath it
    const QString &strategy() const { return part ? part->strategy : space.strategy; }
    const NamespaceFigures &figures() const { return part ? *part : static_cast<const NamespaceFigures &>(space); }
    bool operator==(const NamespaceRow &) const = default;
};

// The namespaces of the cache with what they did since the server's start, one a row; beneath one that has used several
// strategies a row for each. Main thread.
class NamespacesModel : public KeyedTableModel<NamespaceRow> {
    Q_OBJECT
public:
    enum Column : int {
        Name,
        StrategyName,
        Ttl,
        HitRate,
        LocalHits,
        Hits,
        Misses,
        Loads,
        LoadP50,
        LoadP95,
        StaleAvoided,
        Sent,
        Received,
        Failed,
        Pending,
        Errors,
        BytesRead,
        BytesWritten,
        ColumnCount
    };

    using KeyedTableModel::KeyedTableModel;

    void merge(const QList<CacheNamespace> &namespaces);
    int rowOf(const QString &name) const; // of the namespace itself; -1: not there
    bool isPart(const QModelIndex &index) const { return row(index.row()).part.has_value(); }
    // The only namespace, else none.
    std::optional<CacheNamespace> only() const;

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString meaningOf(const QModelIndex &index) const;
};

} // namespace signalbox::ui
