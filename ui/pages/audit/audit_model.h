// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/audit/audit_entry.h"

#include <QAbstractTableModel>

namespace signalbox::ui {

// What admins did, the newest first, as far as it has come; the view asks for more as it is scrolled. Main thread.
class AuditModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column : int { Time, Actor, Action, Target, Changes, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setEntries(const QList<AuditEntry> &entries, bool hasMore); // newer ones are put on top of the same
    void append(const QList<AuditEntry> &entries, bool hasMore);
    const AuditEntry &entry(int row) const { return m_entries[row]; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

signals:
    void moreWanted();

private:
    qsizetype freshOf(const QList<AuditEntry> &entries) const;
    void insertOnTop(const QList<AuditEntry> &entries);
    void cut(qsizetype size);

    QList<AuditEntry> m_entries;
    bool m_hasMore = false;
};

} // namespace signalbox::ui
