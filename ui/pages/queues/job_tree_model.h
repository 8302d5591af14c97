// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/queues/job_row.h"

#include <QAbstractItemModel>

#include <memory>
#include <vector>

namespace signalbox::ui {

// A job in the tree of parents and children. Immutable once read.
struct JobNode {
    QString queueId;
    QString queueName;
    QString id;
    QString name;
    std::optional<JobState> state;
    JobProgress progress;
    QString failedReason;
    qint64 more = 0; // not the job itself, but so many siblings that aren't told
    const JobNode *parent = nullptr;
    int row = 0; // among its siblings
    std::vector<std::unique_ptr<JobNode>> children;

    static std::unique_ptr<JobNode> fromCbor(const QCborMap &map, int depth = 0);
};

// The tree that a job is in, from its topmost parent on. Main thread.
class JobTreeModel : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Column : int { Job, State, Progress, Queue, ColumnCount };

    explicit JobTreeModel(const Theme &theme, QObject *parent = nullptr);
    ~JobTreeModel() override;

    void setRoot(std::unique_ptr<JobNode> root, const QString &chosenQueueId, const QString &chosenJobId);
    const JobNode *node(const QModelIndex &index) const; // null: none
    QModelIndex chosen() const; // the job of which one looks at the tree

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const JobNode &node, int column) const;
    bool isChosen(const JobNode &node) const;
    QModelIndex find(const QModelIndex &from) const;

    const Theme &m_theme;
    std::unique_ptr<JobNode> m_root;
    QString m_chosenQueueId;
    QString m_chosenJobId;
};

} // namespace signalbox::ui
