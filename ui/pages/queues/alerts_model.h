// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/metrics/keyed_table_model.h"
#include "pages/queues/queue_alert.h"

namespace signalbox::ui {

// What needs eyes, one a row. Main thread.
class AlertsModel : public KeyedTableModel<QueueAlert> {
    Q_OBJECT
public:
    enum Column : int { Queue, Kind, Since, State, Text, ColumnCount };

    using KeyedTableModel::KeyedTableModel;

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
};

} // namespace signalbox::ui
