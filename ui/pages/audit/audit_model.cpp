// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/audit/audit_model.h"

#include "widgets/format.h"

#include <algorithm>

namespace signalbox::ui {

// Entries never change, so what was there at the top is found again under the new ones.
void AuditModel::setEntries(const QList<AuditEntry> &entries, bool hasMore)
{
    const qsizetype fresh = freshOf(entries);
    if (fresh < 0) {
        beginResetModel();
        m_entries = entries;
        m_hasMore = hasMore;
        endResetModel();
        return;
    }
    insertOnTop(entries.first(fresh));
    cut(entries.size());
    append(entries.sliced(m_entries.size()), hasMore);
}

// How many come before those that are there; -1 when it is another list.
qsizetype AuditModel::freshOf(const QList<AuditEntry> &entries) const
{
    const QString top = m_entries.isEmpty() ? QString() : m_entries.constFirst().id;
    const auto known = std::ranges::find(entries, top, &AuditEntry::id);
    if (known == entries.end())
        return -1;
    const qsizetype fresh = known - entries.begin();
    const qsizetype common = std::min(entries.size() - fresh, m_entries.size());
    const bool same = std::ranges::equal(entries.sliced(fresh, common), m_entries.first(common), {}, &AuditEntry::id,
                                         &AuditEntry::id);
    return same ? fresh : -1;
}

void AuditModel::insertOnTop(const QList<AuditEntry> &entries)
{
    if (entries.isEmpty())
        return;
    beginInsertRows({}, 0, int(entries.size()) - 1);
    m_entries = entries + m_entries;
    endInsertRows();
}

void AuditModel::cut(qsizetype size)
{
    if (m_entries.size() <= size)
        return;
    beginRemoveRows({}, int(size), int(m_entries.size()) - 1);
    m_entries.resize(size);
    endRemoveRows();
}

void AuditModel::append(const QList<AuditEntry> &entries, bool hasMore)
{
    m_hasMore = hasMore;
    if (entries.isEmpty())
        return;
    beginInsertRows({}, int(m_entries.size()), int(m_entries.size() + entries.size()) - 1);
    m_entries.append(entries);
    endInsertRows();
}

int AuditModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_entries.size());
}

int AuditModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant AuditModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    const AuditEntry &entry = m_entries[index.row()];
    switch (index.column()) {
    case Time:
        return formatMoment(entry.atMs);
    case Actor:
        return entry.actorName;
    case Action:
        return role == Qt::ToolTipRole ? entry.action : entry.actionText();
    case Target:
        return entry.targetName;
    default:
        return entry.summary();
    }
}

QVariant AuditModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    static const QStringList titles{tr("Time"), tr("Who"), tr("Did"), tr("To whom"), tr("What changed")};
    return titles[section];
}

bool AuditModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && m_hasMore;
}

void AuditModel::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent))
        emit moreWanted();
}

} // namespace signalbox::ui
