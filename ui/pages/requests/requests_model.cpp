// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/requests/requests_model.h"

#include "pages/requests/requests_cells.h"

#include <algorithm>
#include <functional>

namespace signalbox::ui {

namespace {

bool endsLater(const RequestRecord &one, const RequestRecord &other)
{
    return one.endUs() > other.endUs();
}

} // namespace

QByteArray requestKey(const RequestRecord &record)
{
    if (!record.spanId.isEmpty())
        return record.spanId;
    return record.id + '@' + QByteArray::number(record.atUs);
}

RequestsModel::RequestsModel(int capacity, QObject *parent)
    : QAbstractTableModel(parent)
    , m_capacity(capacity)
{
}

void RequestsModel::addNewest(const QList<RequestRecord> &oldestFirst)
{
    QList<RequestRecord> fresh = unknown(oldestFirst);
    if (fresh.size() > m_capacity) {
        for (const RequestRecord &record : fresh.first(fresh.size() - m_capacity))
            m_ends.remove(requestKey(record));
        fresh = fresh.last(m_capacity);
    }
    if (fresh.isEmpty())
        return;
    // The oldest must leave first: a view that asks in between must not see more rows than the capacity.
    dropOldest(qsizetype(m_rows.size()) + fresh.size() - m_capacity);
    std::ranges::reverse(fresh);
    place(std::move(fresh));
}

void RequestsModel::addOlder(const QList<RequestRecord> &newestFirst)
{
    const qsizetype room = m_capacity - qsizetype(m_rows.size());
    QList<RequestRecord> older = unknown(newestFirst);
    if (older.size() > room) {
        for (const RequestRecord &record : older.sliced(room))
            m_ends.remove(requestKey(record));
        older = older.first(room);
    }
    place(std::move(older));
}

void RequestsModel::remove(const QByteArray &key)
{
    const int row = rowOf(key);
    if (row < 0)
        return;
    beginRemoveRows({}, row, row);
    m_rows.erase(m_rows.begin() + row);
    m_ends.remove(key);
    endRemoveRows();
}

void RequestsModel::clear()
{
    if (m_rows.empty())
        return;
    beginResetModel();
    m_cleared.take(std::exchange(m_rows, {}));
    m_ends.clear();
    endResetModel();
}

int RequestsModel::capacity() const
{
    return m_capacity;
}

bool RequestsModel::isFull() const
{
    return int(m_rows.size()) >= m_capacity;
}

bool RequestsModel::contains(const QByteArray &key) const
{
    return m_ends.contains(key);
}

const RequestRecord &RequestsModel::at(int row) const
{
    return m_rows.at(std::size_t(row));
}

int RequestsModel::rowOf(const QByteArray &key) const
{
    const auto end = m_ends.constFind(key);
    if (end == m_ends.constEnd())
        return -1;
    auto row = std::ranges::lower_bound(m_rows, *end, std::greater(), &RequestRecord::endUs);
    while (requestKey(*row) != key) // among those that ended in the same moment
        ++row;
    return int(row - m_rows.begin());
}

void RequestsModel::setSlowMs(double slowMs)
{
    if (slowMs == m_slowMs)
        return;
    m_slowMs = slowMs;
    rowsChanged();
}

double RequestsModel::slowMs() const
{
    return m_slowMs;
}

void RequestsModel::setPinned(const QSet<QByteArray> &keys)
{
    m_pinned = keys;
    rowsChanged();
}

int RequestsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int RequestsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : RequestsColumnCount;
}

QVariant RequestsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const RequestRecord &record = at(index.row());
    const auto column = RequestsColumn(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return cellText(record, column);
    case Qt::ToolTipRole:
        return cellToolTip(record, column);
    case Qt::AccessibleTextRole:
        return cellAccessibleText(record, column);
    case SortRole:
        return cellSortValue(record, column);
    case KeyRole:
        return requestKey(record);
    case IdRole:
        return record.id;
    case MethodRole:
        return record.method;
    case StatusRole:
        return record.status;
    case DurationMsRole:
        return double(record.durationUs) / 1000.0;
    case SlowMsRole:
        return m_slowMs;
    case SlowRole:
        return record.slow;
    case PinnedRole:
        return !m_pinned.isEmpty() && m_pinned.contains(requestKey(record));
    default:
        return {};
    }
}

QVariant RequestsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= RequestsColumnCount)
        return {};
    if (role == Qt::DisplayRole)
        return columnTitle(RequestsColumn(section));
    if (role == Qt::ToolTipRole)
        return columnHint(RequestsColumn(section));
    if (role == Qt::TextAlignmentRole && isRightAligned(RequestsColumn(section)))
        return int(Qt::AlignRight | Qt::AlignVCenter);
    return {};
}

QList<RequestRecord> RequestsModel::unknown(const QList<RequestRecord> &records)
{
    QList<RequestRecord> result;
    result.reserve(records.size());
    for (const RequestRecord &record : records) {
        const QByteArray key = requestKey(record);
        if (m_ends.contains(key))
            continue;
        m_ends.insert(key, record.endUs());
        result.append(record);
    }
    return result;
}

void RequestsModel::dropOldest(qsizetype count)
{
    if (count <= 0)
        return;
    const qsizetype first = qsizetype(m_rows.size()) - count;
    beginRemoveRows({}, int(first), int(m_rows.size()) - 1);
    for (auto row = m_rows.begin() + first; row != m_rows.end(); ++row)
        m_ends.remove(requestKey(*row));
    m_rows.resize(std::size_t(first));
    endRemoveRows();
}

// Reactors hand over what ended on them one after the other, so that a batch may begin before the one before it ended.
void RequestsModel::place(QList<RequestRecord> newestFirst)
{
    std::ranges::stable_sort(newestFirst, endsLater);
    for (auto first = newestFirst.begin(); first != newestFirst.end();) {
        const auto row = std::lower_bound(m_rows.begin(), m_rows.end(), *first, endsLater);
        const auto last = row == m_rows.end()
            ? newestFirst.end()
            : std::find_if(first, newestFirst.end(), [&row](const auto &record) { return endsLater(*row, record); });
        const int at = int(row - m_rows.begin());
        beginInsertRows({}, at, at + int(last - first) - 1);
        m_rows.insert(row, std::make_move_iterator(first), std::make_move_iterator(last));
        endInsertRows();
        first = last;
    }
}

void RequestsModel::rowsChanged()
{
    if (!m_rows.empty())
        emit dataChanged(index(0, 0), index(int(m_rows.size()) - 1, RequestsColumnCount - 1));
}

} // namespace signalbox::ui
