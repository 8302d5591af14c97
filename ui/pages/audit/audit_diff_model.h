// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/audit/audit_entry.h"

#include <QAbstractTableModel>

namespace signalbox::ui {

class Theme;

// What an entry changed, a field a row: before in red, after in green. Main thread.
class AuditDiffModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column : int { Field, Before, After, ColumnCount };

    explicit AuditDiffModel(const Theme &theme, QObject *parent = nullptr);

    void setEntry(const AuditEntry &entry);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    const Theme &m_theme;
    QList<AuditEntry::Change> m_changes;
};

} // namespace signalbox::ui
