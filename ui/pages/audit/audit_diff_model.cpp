// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/audit/audit_diff_model.h"

#include "widgets/theme.h"

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

AuditDiffModel::AuditDiffModel(const Theme &theme, QObject *parent)
    : QAbstractTableModel(parent)
    , m_theme(theme)
{
}

void AuditDiffModel::setEntry(const AuditEntry &entry)
{
    beginResetModel();
    m_changes = entry.changes();
    endResetModel();
}

int AuditDiffModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_changes.size());
}

int AuditDiffModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

// The marks say what the colours do.
QVariant AuditDiffModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const AuditEntry::Change &change = m_changes[index.row()];
    const QString text = index.column() == Field ? change.field
        : index.column() == Before               ? change.before
                                                 : change.after;
    if (role == Qt::ToolTipRole)
        return text;
    if (role == Qt::ForegroundRole && index.column() != Field)
        return m_theme.color(index.column() == Before ? Theme::Role::Danger : Theme::Role::Success);
    if (role != Qt::DisplayRole)
        return {};
    if (index.column() == Field)
        return text;
    return text.isEmpty() ? u"–"_s : (index.column() == Before ? u"− "_s : u"+ "_s) + text;
}

QVariant AuditDiffModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= ColumnCount)
        return {};
    static const QStringList titles{tr("Field"), tr("Before"), tr("After")};
    return titles[section];
}

} // namespace signalbox::ui
