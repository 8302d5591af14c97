// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/cache/redis_info.h"

namespace signalbox::ui {

// The commands that took Redis long, the newest first. Main thread.
class SlowLogModel : public KeyedTableModel<SlowCommand> {
    Q_OBJECT
public:
    enum Column : int { Time, Took, Command, Client, ColumnCount };

    using KeyedTableModel::KeyedTableModel;

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
};

} // namespace signalbox::ui
