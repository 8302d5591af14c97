// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/metrics/keyed_table_model.h"

#include <QCborMap>

namespace signalbox::ui {

// A worker that is connected to a queue's Redis. A value.
struct QueueWorker {
    QString name; // empty: it has none
    QString address;
    double ageMs = 0;
    double idleMs = 0;

    QString key() const { return name + QLatin1Char('\n') + address; }
    bool operator==(const QueueWorker &) const = default;

    static QList<QueueWorker> listFromCbor(const QCborValue &array);
};

// The workers of a queue, one a row. Main thread.
class WorkersModel : public KeyedTableModel<QueueWorker> {
    Q_OBJECT
public:
    enum Column : int { Name, Address, Age, Idle, ColumnCount };

    using KeyedTableModel::KeyedTableModel;

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
};

} // namespace signalbox::ui
