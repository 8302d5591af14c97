// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/cache/keys_model.h"

#include <QDateTime>

#include <limits>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

void KeysModel::clear()
{
    if (m_rows.isEmpty())
        return;
    beginResetModel();
    m_rows.clear();
    m_places.clear();
    endResetModel();
}

void KeysModel::append(const QList<KeyRow> &rows)
{
    QList<KeyRow> fresh;
    for (const KeyRow &row : rows) {
        const qsizetype place = m_rows.size() + fresh.size();
        if (m_places.contains(row.id) || place >= Capacity)
            continue;
        m_places.insert(row.id, int(place));
        fresh.append(row);
    }
    if (fresh.isEmpty())
        return;
    beginInsertRows({}, int(m_rows.size()), int(m_rows.size() + fresh.size()) - 1);
    m_rows.append(fresh);
    endInsertRows();
}

void KeysModel::update(const KeyRow &row)
{
    const int at = rowOf(row.id);
    if (at < 0 || m_rows[at] == row)
        return;
    m_rows[at] = row;
    emit dataChanged(index(at, 0), index(at, ColumnCount - 1));
}

void KeysModel::remove(const QString &id)
{
    const int at = rowOf(id);
    if (at < 0)
        return;
    beginRemoveRows({}, at, at);
    m_rows.removeAt(at);
    m_places.remove(id);
    for (int &place : m_places)
        if (place > at)
            --place;
    endRemoveRows();
}

void KeysModel::tick()
{
    if (!m_rows.isEmpty())
        emit dataChanged(index(0, Ttl), index(int(m_rows.size()) - 1, Ttl), {Qt::DisplayRole});
}

int KeysModel::rowOf(const QString &id) const
{
    return m_places.value(id, -1);
}

int KeysModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int KeysModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString KeysModel::text(const KeyRow &row, int column) const
{
    switch (column) {
    case Key:
        return row.key;
    case Type:
        return row.type;
    case Ttl:
        return row.ttlText(QDateTime::currentMSecsSinceEpoch());
    default:
        return row.sizeText();
    }
}

QVariant KeysModel::sortKey(const KeyRow &row, int column)
{
    switch (column) {
    case Key:
        return row.key;
    case Type:
        return row.type;
    case Ttl:
        return row.expiresAtMs == 0 ? std::numeric_limits<qint64>::max() : row.expiresAtMs;
    default:
        return row.size;
    }
}

QVariant KeysModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const KeyRow &row = m_rows[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case Qt::AccessibleTextRole:
        return QString(headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString() + ' '_L1
                       + text(row, index.column()));
    case Qt::ToolTipRole:
        return index.column() == Key ? row.key : QVariant();
    case Qt::TextAlignmentRole:
        return int((index.column() <= Type ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case SortRole:
        return sortKey(row, index.column());
    default:
        return {};
    }
}

QVariant KeysModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section <= Type ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section == Size)
        return tr("What Redis says that the key and its value take in memory");
    if (role != Qt::DisplayRole)
        return {};
    static const QStringList titles{tr("Key"), tr("Type"), tr("TTL"), tr("Size")};
    return titles[section];
}

KeysProxy::KeysProxy(KeysModel &model)
{
    setSourceModel(&model);
    setSortRole(KeysModel::SortRole);
}

bool KeysProxy::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const QVariant a = left.data(KeysModel::SortRole);
    const QVariant b = right.data(KeysModel::SortRole);
    return QVariant::compare(a, b) == QPartialOrdering::Less;
}

} // namespace signalbox::ui
