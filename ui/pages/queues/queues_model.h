// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/metrics/keyed_table_model.h"
#include "pages/queues/queue_row.h"

namespace signalbox::ui {

class QueuesSource;

// A queue with what the page knows of it beside its own figures. A value.
struct QueueEntry {
    QueueRow row;
    QString connection; // its name
    QList<double> recent; // finished a second, the oldest first
    qint64 alerts = 0;

    QString key() const { return row.name + QLatin1Char('\n') + row.connection + QLatin1Char('\n') + row.id; }
    bool operator==(const QueueEntry &other) const;
};

// The queues, one a row, in the order of their names; QueuesTable sorts. Main thread.
class QueuesModel : public KeyedTableModel<QueueEntry> {
    Q_OBJECT
public:
    enum Column : int {
        Name,
        Connection,
        FirstState, // a column for each state of a job, in their order
        LastState = FirstState + JobStateCount - 1,
        Added,
        Finished,
        WaitP95,
        RunP95,
        Oldest,
        Workers,
        Recent,
        ColumnCount
    };
    static constexpr int SortRole = Qt::UserRole; // numbers as such; what is not known is less than all

    using KeyedTableModel::KeyedTableModel;

    void show(const QueuesSource &source);
    int rowOf(const QString &id) const; // -1: not there

    static int columnOf(JobState state) { return FirstState + int(state); }
    static std::optional<JobState> stateOf(int column);

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
};

} // namespace signalbox::ui
