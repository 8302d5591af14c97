// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/cache/namespaces_model.h"

#include "widgets/format.h"

#include <algorithm>
#include <array>

namespace signalbox::ui {

namespace {

struct ColumnInfo {
    const char *title;
    const char *meaning;
    QString (*text)(const NamespaceRow &row);
};

template <qint64 NamespaceFigures::*Figure> QString count(const NamespaceRow &row)
{
    return formatCount(double(row.figures().*Figure));
}

// What a strategy alone has not.
QString ofWhole(const NamespaceRow &row, const QString &text)
{
    return row.part ? QString() : text;
}

const std::array<ColumnInfo, NamespacesModel::ColumnCount> Columns{{
    {QT_TRANSLATE_NOOP("NamespacesModel", "Namespace"), "",
     [](const NamespaceRow &row) { return row.part ? NamespacesModel::tr("with") : row.space.name; }},
    {QT_TRANSLATE_NOOP("NamespacesModel", "Strategy"),
     QT_TRANSLATE_NOOP("NamespacesModel", "How it is kept right; a click changes it"),
     [](const NamespaceRow &row) { return row.strategy(); }},
    {QT_TRANSLATE_NOOP("NamespacesModel", "TTL"),
     QT_TRANSLATE_NOOP("NamespacesModel", "How long a value is kept at most; a click changes it"),
     [](const NamespaceRow &row) { return ofWhole(row, formatDuration(double(row.space.ttlMs))); }},
    {QT_TRANSLATE_NOOP("NamespacesModel", "Hit rate"),
     QT_TRANSLATE_NOOP("NamespacesModel", "Lookups that the cache answered"),
     [](const NamespaceRow &row) { return formatPercent(row.figures().hitRatio()); }},
    {QT_TRANSLATE_NOOP("NamespacesModel", "In process"),
     QT_TRANSLATE_NOOP("NamespacesModel", "Hits in the server's own memory"), &count<&NamespaceFigures::localHits>},
    {QT_TRANSLATE_NOOP("NamespacesModel", "Redis"), QT_TRANSLATE_NOOP("NamespacesModel", "Hits in Redis"),
     &count<&NamespaceFigures::hits>},
    {QT_TRANSLATE_NOOP("NamespacesModel", "Misses"),
     QT_TRANSLATE_NOOP("NamespacesModel", "Not in the cache; a click shows the requests"),
     &count<&NamespaceFigures::misses>},
    {QT_TRANSLATE_NOOP("NamespacesModel", "Loads"),
     QT_TRANSLATE_NOOP("NamespacesModel", "How often the database was asked"), &count<&NamespaceFigures::loads>},
    {QT_TRANSLATE_NOOP("NamespacesModel", "Load p50"), "",
     [](const NamespaceRow &row) { return formatDuration(row.figures().loadP50Ms); }},
    {QT_TRANSLATE_NOOP("NamespacesModel", "Load p95"), "",
     [](const NamespaceRow &row) { return formatDuration(row.figures().loadP95Ms); }},
    {QT_TRANSLATE_NOOP("NamespacesModel", "Stale avoided"),
     QT_TRANSLATE_NOOP("NamespacesModel", "Values read before a write that were not put in after it"),
     &count<&NamespaceFigures::staleAvoided>},
    {QT_TRANSLATE_NOOP("NamespacesModel", "Sent"),
     QT_TRANSLATE_NOOP("NamespacesModel", "Invalidations that this server did"), &count<&NamespaceFigures::sent>},
    {QT_TRANSLATE_NOOP("NamespacesModel", "Received"),
     QT_TRANSLATE_NOOP("NamespacesModel", "Invalidations that others broadcast"), &count<&NamespaceFigures::received>},
    {QT_TRANSLATE_NOOP("NamespacesModel", "Failed"),
     QT_TRANSLATE_NOOP("NamespacesModel", "Invalidations that Redis did not take at first"),
     &count<&NamespaceFigures::failed>},
    {QT_TRANSLATE_NOOP("NamespacesModel", "Pending"),
     QT_TRANSLATE_NOOP("NamespacesModel", "Invalidations still to be done; until then nothing is read from the cache"),
     [](const NamespaceRow &row) { return ofWhole(row, formatCount(double(row.space.pending))); }},
    {QT_TRANSLATE_NOOP("NamespacesModel", "Errors"),
     QT_TRANSLATE_NOOP("NamespacesModel", "Commands that Redis failed; the database answered"),
     &count<&NamespaceFigures::errors>},
    {QT_TRANSLATE_NOOP("NamespacesModel", "Read"), QT_TRANSLATE_NOOP("NamespacesModel", "Bytes read from Redis"),
     [](const NamespaceRow &row) { return formatBytes(double(row.figures().bytesRead)); }},
    {QT_TRANSLATE_NOOP("NamespacesModel", "Written"), QT_TRANSLATE_NOOP("NamespacesModel", "Bytes written to Redis"),
     [](const NamespaceRow &row) { return formatBytes(double(row.figures().bytesWritten)); }},
}};

int alignmentOf(int column, bool isPart = false)
{
    const bool isLeft = column == NamespacesModel::StrategyName || (column == NamespacesModel::Name && !isPart);
    return int((isLeft ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
}

QString spoken(const NamespaceRow &row, int column)
{
    return column == NamespacesModel::Name ? row.space.name : Columns.at(size_t(column)).text(row);
}

bool isWhole(const NamespaceRow &row)
{
    return !row.part;
}

} // namespace

void NamespacesModel::merge(const QList<CacheNamespace> &namespaces)
{
    QList<NamespaceRow> fresh;
    for (const CacheNamespace &space : namespaces) {
        fresh.append({space, {}});
        if (space.strategies.size() < 2)
            continue; // the namespace's own row says it
        for (const StrategyFigures &part : space.strategies)
            fresh.append({space, part});
    }
    KeyedTableModel::merge(fresh);
}

int NamespacesModel::rowOf(const QString &name) const
{
    const auto found = std::ranges::find(rows(), name, &NamespaceRow::key);
    return found == rows().end() ? -1 : int(found - rows().begin());
}

std::optional<CacheNamespace> NamespacesModel::only() const
{
    return std::ranges::count_if(rows(), isWhole) == 1 ? std::optional(row(0).space) : std::nullopt;
}

int NamespacesModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant NamespacesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const ColumnInfo &column = Columns.at(size_t(index.column()));
    switch (role) {
    case Qt::DisplayRole:
        return column.text(row(index.row()));
    case Qt::AccessibleTextRole:
        return QString(tr(column.title) + QLatin1Char(' ') + spoken(row(index.row()), index.column()));
    case Qt::ToolTipRole:
        return meaningOf(index);
    case Qt::TextAlignmentRole:
        return alignmentOf(index.column(), isPart(index));
    default:
        return {};
    }
}

// A click on a strategy's own row leads nowhere.
QString NamespacesModel::meaningOf(const QModelIndex &index) const
{
    const bool isLink = index.column() == Misses || index.column() == Ttl || index.column() <= StrategyName;
    if (isLink && isPart(index))
        return tr("What began while %1 was kept right by %2")
            .arg(row(index.row()).space.name, row(index.row()).strategy());
    return headerData(index.column(), Qt::Horizontal, Qt::ToolTipRole).toString();
}

QVariant NamespacesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    const ColumnInfo &column = Columns.at(size_t(section));
    switch (role) {
    case Qt::DisplayRole:
        return tr(column.title);
    case Qt::ToolTipRole:
        return *column.meaning == '\0' ? QString() : tr(column.meaning);
    case Qt::TextAlignmentRole:
        return alignmentOf(section);
    default:
        return {};
    }
}

} // namespace signalbox::ui
