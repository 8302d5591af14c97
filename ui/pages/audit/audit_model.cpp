// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/audit/audit_model.h"

#include "widgets/format.h"

#include <algorithm>

namespace signalbox::ui {

// Entries never change, so what was there at the top is found again under the new ones.
void AuditModel::setEntries(const QList<AuditEntry> &entries, bool hasMore)
{
    const QString top = m_entries.isEmpty() ? QString() : m_entries.constFirst().id;
    const auto known = std::ranges::find(entries, top, &AuditEntry::id);
    const int fresh = int(known - entries.begin());
    const bool continues = known != entries.end()
        && std::ranges::equal(entries.sliced(fresh),
                              m_entries.first(std::min(entries.size() - fresh, m_entries.size())), {}, &AuditEntry::id,
                              &AuditEntry::id)
        && entries.size() - fresh >= m_entries.size();
    if (!continues) {
        beginResetModel();
        m_entries = entries;
        m_hasMore = hasMore;
        endResetModel();
        return;
    }
    m_hasMore = hasMore;
    if (fresh == 0)
        return append(entries.sliced(m_entries.size()), hasMore);
    beginInsertRows({}, 0, fresh - 1);
    m_entries = entries.first(fresh) + m_entries;
    endInsertRows();
    append(entries.sliced(m_entries.size()), hasMore);
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
