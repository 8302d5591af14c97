// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/jobs_model.h"

#include "widgets/format.h"

#include <QDateTime>
#include <QSet>

#include <algorithm>
#include <array>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int MostRows = 50'000'000; // what a view can lay out
constexpr qsizetype LongestCell = 300;

const std::array<const char *, JobsModel::ColumnCount> Titles{
    QT_TRANSLATE_NOOP("JobsModel", "Id"),       QT_TRANSLATE_NOOP("JobsModel", "Name"),
    QT_TRANSLATE_NOOP("JobsModel", "State"),    QT_TRANSLATE_NOOP("JobsModel", "Data"),
    QT_TRANSLATE_NOOP("JobsModel", "Progress"), QT_TRANSLATE_NOOP("JobsModel", "Attempts"),
    QT_TRANSLATE_NOOP("JobsModel", "Priority"), QT_TRANSLATE_NOOP("JobsModel", "Added"),
    QT_TRANSLATE_NOOP("JobsModel", "Since"),    QT_TRANSLATE_NOOP("JobsModel", "Waited"),
    QT_TRANSLATE_NOOP("JobsModel", "Ran"),      QT_TRANSLATE_NOOP("JobsModel", "Worker"),
    QT_TRANSLATE_NOOP("JobsModel", "Failure")};

bool isFigure(int column)
{
    return column == JobsModel::Priority || column == JobsModel::Wait || column == JobsModel::Run;
}

QString oneLine(const QString &text)
{
    return text.left(LongestCell).simplified();
}

} // namespace

void JobsModel::clear()
{
    m_pages.clear();
    m_total = 0;
    m_hasLeftOut = false;
}

void JobsModel::restart(qint64 total, std::optional<JobState> state)
{
    beginResetModel();
    clear();
    m_found = false;
    m_order = {};
    m_state = state;
    m_total = int(std::clamp<qint64>(total, 0, MostRows));
    endResetModel();
}

void JobsModel::restartFound(std::optional<JobState> state)
{
    beginResetModel();
    clear();
    m_found = true;
    m_state = state;
    endResetModel();
}

void JobsModel::setTotal(qint64 total)
{
    const int now = int(std::clamp<qint64>(total, 0, MostRows));
    if (now > m_total) {
        beginInsertRows({}, m_total, now - 1);
        m_pages.expectMoreFrom(m_total);
        m_total = now;
        endInsertRows();
    } else if (now < m_total) {
        beginRemoveRows({}, now, m_total - 1);
        m_total = now;
        m_pages.removeFrom(now);
        endRemoveRows();
    }
}

void JobsModel::setPage(int page, QList<JobRow> rows)
{
    const int first = page * PageSize;
    if (first >= m_total)
        return;
    rows.resize(std::min<qsizetype>(rows.size(), m_total - first)); // there may be more than were counted
    m_pages.put(page, std::move(rows));
    letGo();
    const int last = std::min(first + PageSize, m_total) - 1;
    emit dataChanged(index(first, 0), index(last, ColumnCount - 1));
}

void JobsModel::letGo()
{
    while (!m_found && m_pages.count() > PagesKept)
        tellLetGo(m_pages.removeOldest());
}

void JobsModel::tellLetGo(int page)
{
    const int first = page * PageSize;
    const int last = std::min(first + PageSize, m_total) - 1;
    emit dataChanged(index(first, 0), index(last, ColumnCount - 1));
    emit letGoOf(first, last);
}

void JobsModel::expire(int firstPage, int lastPage)
{
    m_pages.expire();
    for (const int page : m_pages.removeBut(firstPage, lastPage))
        tellLetGo(page);
}

void JobsModel::append(const QList<JobRow> &rows)
{
    QList<JobRow> fresh;
    QSet<QString> ids;
    for (const JobRow &row : rows) {
        if (rowOf(row.id) >= 0 || ids.contains(row.id))
            continue;
        if (!hasRoomFor(row, fresh.size())) {
            m_hasLeftOut = true;
            continue;
        }
        ids.insert(row.id);
        fresh.append(row);
    }
    if (fresh.isEmpty())
        return;
    insertAtEnd(fresh);
    if (!isSorted())
        return;
    sortFound();
    m_hasLeftOut |= m_total > FoundCapacity;
    setTotal(std::min(m_total, FoundCapacity));
}

bool JobsModel::hasRoomFor(const JobRow &row, qsizetype before) const
{
    if (!isSorted())
        return m_total + before < FoundCapacity;
    return m_total < FoundCapacity || m_order.comesBefore(row, *at(m_total - 1));
}

void JobsModel::insertAtEnd(const QList<JobRow> &rows)
{
    beginInsertRows({}, m_total, m_total + int(rows.size()) - 1);
    for (const JobRow &row : rows)
        m_pages.append(m_total++, row);
    endInsertRows();
}

bool JobsModel::change(const QString &id, const std::function<void(JobRow &)> &change)
{
    const int row = rowOf(id);
    if (row < 0)
        return false;
    change(*m_pages.at(row));
    emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
    return true;
}

void JobsModel::tick()
{
    if (m_total > 0 && (m_found || m_state == JobState::Active))
        emit dataChanged(index(0, Run), index(m_total - 1, Run), {Qt::DisplayRole});
}

int JobsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_total;
}

int JobsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString JobsModel::text(const JobRow &row, int column) const
{
    switch (column) {
    case Id:
        return oneLine(row.id);
    case Name:
        return oneLine(row.name);
    case State:
        return row.stateText();
    case Data:
        return oneLine(row.dataPreview);
    case Progress:
        return oneLine(row.progress.text);
    case Attempts:
        return row.attemptsText();
    case Priority:
        return row.priority > 0 ? formatExact(row.priority) : u"–"_s;
    case Added:
        return jobMoment(row.addedAtMs);
    case At:
        return jobMoment(row.atMs);
    case Wait:
        return formatDuration(row.waitMs);
    case Run:
        return formatDuration(row.runMsNow());
    case Worker:
        return oneLine(row.worker);
    default:
        return oneLine(row.failedReason);
    }
}

QVariant JobsModel::toolTip(const JobRow &row, int column) const
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    if (column == Added && row.addedAtMs > 0)
        return formatAgo(row.addedAtMs, now);
    if (column == At && row.atMs > now)
        return tr("in %1").arg(formatRemaining(row.atMs - now));
    if (column == At && row.atMs > 0)
        return formatAgo(row.atMs, now);
    switch (column) {
    case Id:
        return asToolTip(row.id);
    case Name:
        return asToolTip(row.name);
    case Data:
        return asToolTip(row.dataPreview);
    case Progress:
        return asToolTip(row.progress.text);
    case Worker:
        return asToolTip(row.worker);
    case Failure:
        return asToolTip(row.failedReason);
    default:
        return text(row, column);
    }
}

QVariant JobsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const JobRow *row = at(index.row());
    switch (role) {
    case LoadedRole:
        return row != nullptr;
    case IdRole:
        return row ? row->id : QString();
    case Qt::DisplayRole:
        return row ? text(*row, index.column()) : QVariant();
    case Qt::ToolTipRole:
        return row ? toolTip(*row, index.column()) : QVariant();
    case Qt::AccessibleTextRole:
        return row ? text(*row, index.column()) : tr("Not loaded yet");
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (isFigure(index.column()) ? Qt::AlignRight : Qt::AlignLeft));
    default:
        return {};
    }
}

// By what its state is ordered.
QString JobsModel::atTitle() const
{
    if (m_state == JobState::Active)
        return tr("Started");
    if (m_state == JobState::Delayed)
        return tr("Due");
    if (m_state == JobState::Completed || m_state == JobState::Failed)
        return tr("Finished");
    return tr("Since");
}

QVariant JobsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::DisplayRole)
        return section == At ? atTitle() : tr(Titles[size_t(section)]);
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (isFigure(section) ? Qt::AlignRight : Qt::AlignLeft));
    if (role == Qt::InitialSortOrderRole)
        return int(JobOrder::firstDirectionOf(section));
    return {};
}

void JobsModel::sort(int column, Qt::SortOrder order)
{
    m_order = {column, order};
    if (m_found && isSorted())
        sortFound();
}

void JobsModel::sortFound()
{
    QList<JobRow> rows = m_pages.all();
    QStringList kept; // whose persistent indexes go with them
    const QModelIndexList before = persistentIndexList();
    for (const QModelIndex &index : before)
        kept.append(index.data(IdRole).toString());
    emit layoutAboutToBeChanged({}, VerticalSortHint);
    std::ranges::stable_sort(rows, [this](const JobRow &a, const JobRow &b) { return m_order.comesBefore(a, b); });
    m_pages.clear();
    for (int place = 0; place < m_total; ++place)
        m_pages.append(place, rows[place]);
    QModelIndexList after;
    for (qsizetype at = 0; at < before.size(); ++at)
        after.append(index(rowOf(kept[at]), before[at].column()));
    changePersistentIndexList(before, after);
    emit layoutChanged({}, VerticalSortHint);
}

} // namespace signalbox::ui
