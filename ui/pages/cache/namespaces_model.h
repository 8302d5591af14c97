// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/metrics/cache_state.h"
#include "pages/metrics/keyed_table_model.h"

namespace signalbox::ui {

// The namespaces of the cache, one a row, with what they did since the server's start. Main thread.
class NamespacesModel : public KeyedTableModel<CacheNamespace> {
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

    int rowOf(const QString &name) const; // -1: not there

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
};

} // namespace signalbox::ui
