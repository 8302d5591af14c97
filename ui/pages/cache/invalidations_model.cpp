// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/cache/invalidations_model.h"

#include "widgets/format.h"

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

bool isNewer(const Invalidation &one, const Invalidation &other)
{
    return one.atMs > other.atMs;
}

int alignmentOf(int column)
{
    return int((column == InvalidationsModel::Took ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
}

} // namespace

void InvalidationsModel::add(const QList<Invalidation> &entries)
{
    QList<Invalidation> fresh;
    for (const Invalidation &entry : entries) {
        if (contains(entry.id)) {
            change(entry);
            continue;
        }
        m_times.insert(entry.id, entry.atMs);
        fresh.append(entry);
    }
    std::ranges::stable_sort(fresh, isNewer);
    insert(fresh);
    dropOldest();
}

// In as few parts as there are places: most often one, at the top.
void InvalidationsModel::insert(const QList<Invalidation> &newestFirst)
{
    for (auto first = newestFirst.begin(); first != newestFirst.end();) {
        const auto place = std::lower_bound(m_entries.begin(), m_entries.end(), *first, isNewer);
        const qsizetype at = place - m_entries.begin();
        const auto last = place == m_entries.end()
            ? newestFirst.end()
            : std::find_if(first, newestFirst.end(), [&](const Invalidation &entry) { return isNewer(*place, entry); });
        beginInsertRows({}, int(at), int(at + (last - first)) - 1);
        const QList<Invalidation> part(first, last);
        m_entries = m_entries.first(at) + part + m_entries.sliced(at);
        endInsertRows();
        first = last;
    }
}

void InvalidationsModel::change(const Invalidation &entry)
{
    const auto known = std::ranges::find(m_entries, entry.id, &Invalidation::id);
    if (known == m_entries.end() || (known->result == entry.result && known->error == entry.error))
        return;
    *known = entry;
    const int row = int(known - m_entries.begin());
    emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

void InvalidationsModel::dropOldest()
{
    if (m_entries.size() <= Capacity)
        return;
    beginRemoveRows({}, Capacity, int(m_entries.size()) - 1);
    for (const Invalidation &entry : m_entries.sliced(Capacity))
        m_times.remove(entry.id);
    m_entries.resize(Capacity);
    endRemoveRows();
}

void InvalidationsModel::clear()
{
    if (m_entries.isEmpty())
        return;
    beginResetModel();
    m_entries.clear();
    m_times.clear();
    endResetModel();
}

int InvalidationsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_entries.size());
}

int InvalidationsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString InvalidationsModel::text(const Invalidation &entry, int column)
{
    switch (column) {
    case Time:
        return formatClock(entry.atMs);
    case Namespace:
        return entry.namespaceName;
    case Key:
        return entry.key;
    case StrategyName:
        return entry.strategy;
    case Source:
        return entry.source;
    case Cause:
        return entry.causeText();
    case Took:
        return formatDuration(entry.tookMs);
    default:
        return entry.resultText();
    }
}

QString InvalidationsModel::toolTip(const Invalidation &entry, int column)
{
    switch (column) {
    case Time:
        return formatMoment(entry.atMs);
    case Cause:
        return entry.requestId.isEmpty()
            ? entry.causeText()
            : tr("%1\nRequest %2: a click shows it").arg(entry.causeText(), entry.requestId);
    case Result:
        return entry.error;
    default:
        return text(entry, column);
    }
}

QVariant InvalidationsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Invalidation &entry = m_entries[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return text(entry, index.column());
    case Qt::ToolTipRole:
        return toolTip(entry, index.column());
    case Qt::AccessibleTextRole:
        return QString(headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString() + ' '_L1
                       + text(entry, index.column()));
    case Qt::TextAlignmentRole:
        return alignmentOf(index.column());
    default:
        return {};
    }
}

QVariant InvalidationsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignmentOf(section);
    if (role != Qt::DisplayRole)
        return {};
    static const QStringList titles{tr("Time"),   tr("Namespace"), tr("Key"),  tr("Strategy"),
                                    tr("Source"), tr("Cause"),     tr("Took"), tr("Result")};
    return titles[section];
}

InvalidationsProxy::InvalidationsProxy(InvalidationsModel &model)
    : m_model(model)
{
    setSourceModel(&model);
}

void InvalidationsProxy::setWords(const QString &text)
{
    m_words = text.split(' '_L1, Qt::SkipEmptyParts);
    invalidateFilter();
}

bool InvalidationsProxy::filterAcceptsRow(int row, const QModelIndex &) const
{
    return m_words.isEmpty() || m_model.entry(row).matches(m_words);
}

} // namespace signalbox::ui
