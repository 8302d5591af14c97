// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/metrics/keyed_table_model.h"
#include "pages/queues/scheduler_row.h"

namespace signalbox::ui {

// The schedulers of a queue, one a row. Main thread.
class SchedulersModel : public KeyedTableModel<SchedulerRow> {
    Q_OBJECT
public:
    enum Column : int { Id, JobName, Rhythm, Next, Last, Runs, Ends, ColumnCount };

    using KeyedTableModel::KeyedTableModel;

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
};

} // namespace signalbox::ui
