// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/queues/job_details.h"

#include <QAbstractTableModel>

namespace signalbox::ui {

// What happened to a job, in its order, and how long after what came before. Main thread.
class JobTimelineModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column : int { At, What, After, Detail, ColumnCount };

    explicit JobTimelineModel(const Theme &theme, QObject *parent = nullptr);
    void setMoments(const QList<JobMoment> &moments);
    QString text() const; // all of it, to copy

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString cell(int row, int column) const;

    const Theme &m_theme;
    QList<JobMoment> m_moments;
};

} // namespace signalbox::ui
