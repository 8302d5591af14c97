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
    QString (*text)(const CacheNamespace &row);
};

template <qint64 CacheNamespace::*Figure> QString count(const CacheNamespace &row)
{
    return formatCount(double(row.*Figure));
}

const std::array<ColumnInfo, NamespacesModel::ColumnCount> Columns{{
    {QT_TRANSLATE_NOOP("NamespacesModel", "Namespace"), "", [](const CacheNamespace &row) { return row.name; }},
    {QT_TRANSLATE_NOOP("NamespacesModel", "Strategy"),
     QT_TRANSLATE_NOOP("NamespacesModel", "How it is kept right; a click changes it"),
     [](const CacheNamespace &row) { return row.strategy; }},
    {QT_TRANSLATE_NOOP("NamespacesModel", "TTL"),
     QT_TRANSLATE_NOOP("NamespacesModel", "How long a value is kept at most; a click changes it"),
     [](const CacheNamespace &row) { return formatDuration(double(row.ttlMs)); }},
    {QT_TRANSLATE_NOOP("NamespacesModel", "Hit rate"),
     QT_TRANSLATE_NOOP("NamespacesModel", "Lookups that the cache answered"),
     [](const CacheNamespace &row) { return formatPercent(row.hitRatio()); }},
    {QT_TRANSLATE_NOOP("NamespacesModel", "In process"),
     QT_TRANSLATE_NOOP("NamespacesModel", "Hits in the server's own memory"), &count<&CacheNamespace::localHits>},
    {QT_TRANSLATE_NOOP("NamespacesModel", "Redis"), QT_TRANSLATE_NOOP("NamespacesModel", "Hits in Redis"),
     &count<&CacheNamespace::hits>},
    {QT_TRANSLATE_NOOP("NamespacesModel", "Misses"),
     QT_TRANSLATE_NOOP("NamespacesModel", "Not in the cache; a click shows the requests"),
     &count<&CacheNamespace::misses>},
    {QT_TRANSLATE_NOOP("NamespacesModel", "Loads"),
     QT_TRANSLATE_NOOP("NamespacesModel", "How often the database was asked"), &count<&CacheNamespace::loads>},
    {QT_TRANSLATE_NOOP("NamespacesModel", "Load p50"), "",
     [](const CacheNamespace &row) { return formatDuration(row.loadP50Ms); }},
    {QT_TRANSLATE_NOOP("NamespacesModel", "Load p95"), "",
     [](const CacheNamespace &row) { return formatDuration(row.loadP95Ms); }},
    {QT_TRANSLATE_NOOP("NamespacesModel", "Stale avoided"),
     QT_TRANSLATE_NOOP("NamespacesModel", "Values read before a write that were not put in after it"),
     &count<&CacheNamespace::staleAvoided>},
    {QT_TRANSLATE_NOOP("NamespacesModel", "Sent"),
     QT_TRANSLATE_NOOP("NamespacesModel", "Invalidations that this server did"), &count<&CacheNamespace::sent>},
    {QT_TRANSLATE_NOOP("NamespacesModel", "Received"),
     QT_TRANSLATE_NOOP("NamespacesModel", "Invalidations that others broadcast"), &count<&CacheNamespace::received>},
    {QT_TRANSLATE_NOOP("NamespacesModel", "Failed"),
     QT_TRANSLATE_NOOP("NamespacesModel", "Invalidations that Redis did not take at first"),
     &count<&CacheNamespace::failed>},
    {QT_TRANSLATE_NOOP("NamespacesModel", "Pending"),
     QT_TRANSLATE_NOOP("NamespacesModel", "Invalidations still to be done; until then nothing is read from the cache"),
     &count<&CacheNamespace::pending>},
    {QT_TRANSLATE_NOOP("NamespacesModel", "Errors"),
     QT_TRANSLATE_NOOP("NamespacesModel", "Lookups that Redis failed, answered from the database"),
     &count<&CacheNamespace::errors>},
    {QT_TRANSLATE_NOOP("NamespacesModel", "Read"), QT_TRANSLATE_NOOP("NamespacesModel", "Bytes read from Redis"),
     [](const CacheNamespace &row) { return formatBytes(double(row.bytesRead)); }},
    {QT_TRANSLATE_NOOP("NamespacesModel", "Written"), QT_TRANSLATE_NOOP("NamespacesModel", "Bytes written to Redis"),
     [](const CacheNamespace &row) { return formatBytes(double(row.bytesWritten)); }},
}};

int alignmentOf(int column)
{
    return int((column <= NamespacesModel::StrategyName ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
}

} // namespace

int NamespacesModel::rowOf(const QString &name) const
{
    const auto found = std::ranges::find(rows(), name, &CacheNamespace::name);
    return found == rows().end() ? -1 : int(found - rows().begin());
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
        return QString(tr(column.title) + QLatin1Char(' ') + column.text(row(index.row())));
    case Qt::ToolTipRole:
        return headerData(index.column(), Qt::Horizontal, role);
    case Qt::TextAlignmentRole:
        return alignmentOf(index.column());
    default:
        return {};
    }
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
