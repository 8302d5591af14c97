// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/jobs_model.h"

#include "widgets/format.h"

#include <QDateTime>
#include <QSet>

#include <algorithm>
#include <array>
#include <cmath>
#include <compare>

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

double orLowest(double value)
{
    return std::isnan(value) ? -1 : value;
}

// Of what still runs, until now.
double runMsOf(const JobRow &row)
{
    if (row.state == JobState::Active && row.processedAtMs > 0)
        return double(std::max<qint64>(0, QDateTime::currentMSecsSinceEpoch() - row.processedAtMs));
    return row.runMs;
}

// Those that BullMQ gave, which are numbers, by number and before those of people.
std::weak_ordering compareIds(const QString &a, const QString &b)
{
    bool isNumber = false;
    bool isOtherNumber = false;
    const qulonglong number = a.toULongLong(&isNumber);
    const qulonglong other = b.toULongLong(&isOtherNumber);
    if (isNumber && isOtherNumber)
        return number <=> other;
    if (isNumber != isOtherNumber)
        return isNumber ? std::weak_ordering::less : std::weak_ordering::greater;
    return a.compare(b) <=> 0;
}

std::weak_ordering compareTexts(const QString &a, const QString &b)
{
    return a.compare(b, Qt::CaseInsensitive) <=> 0;
}

std::weak_ordering compareNumbers(double a, double b) // which are numbers
{
    return a < b ? std::weak_ordering::less : a > b ? std::weak_ordering::greater : std::weak_ordering::equivalent;
}

std::weak_ordering compare(const JobRow &a, const JobRow &b, int column)
{
    const auto place = [](const JobRow &row) { return row.state ? int(*row.state) : JobStateCount; };
    switch (column) {
    case JobsModel::Name:
        return compareTexts(a.name, b.name);
    case JobsModel::State:
        return place(a) <=> place(b);
    case JobsModel::Data:
        return compareTexts(a.dataPreview, b.dataPreview);
    case JobsModel::Progress:
        return compareNumbers(orLowest(a.progress.share), orLowest(b.progress.share));
    case JobsModel::Attempts:
        return a.attemptsMade <=> b.attemptsMade;
    case JobsModel::Priority:
        return a.priority <=> b.priority;
    case JobsModel::Added:
        return a.addedAtMs <=> b.addedAtMs;
    case JobsModel::At:
        return a.atMs <=> b.atMs;
    case JobsModel::Wait:
        return compareNumbers(orLowest(a.waitMs), orLowest(b.waitMs));
    case JobsModel::Run:
        return compareNumbers(orLowest(runMsOf(a)), orLowest(runMsOf(b)));
    case JobsModel::Worker:
        return compareTexts(a.worker, b.worker);
    case JobsModel::Failure:
        return compareTexts(a.failedReason, b.failedReason);
    default:
        return compareIds(a.id, b.id);
    }
}

// By which one looks for the largest, or the latest, first.
bool isSortedDownFirst(int column)
{
    switch (column) {
    case JobsModel::Progress:
    case JobsModel::Attempts:
    case JobsModel::Added:
    case JobsModel::At:
    case JobsModel::Wait:
    case JobsModel::Run:
        return true;
    default:
        return false;
    }
}

QString oneLine(const QString &text)
{
    return text.left(LongestCell).simplified();
}

} // namespace

void JobsModel::clear()
{
    m_pages.clear();
    m_places.clear();
    m_total = 0;
    m_hasLeftOut = false;
}

void JobsModel::restart(qint64 total, std::optional<JobState> state)
{
    beginResetModel();
    clear();
    m_found = false;
    m_sortColumn = -1;
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
        m_total = now;
        endInsertRows();
    } else if (now < m_total) {
        beginRemoveRows({}, now, m_total - 1);
        m_total = now;
        while (!m_pages.empty() && m_pages.rbegin()->first * PageSize >= now) {
            forget(m_pages.rbegin()->second);
            m_pages.erase(std::prev(m_pages.end()));
        }
        endRemoveRows();
    }
}

void JobsModel::setPage(int page, QList<JobRow> rows)
{
    const int first = page * PageSize;
    if (first >= m_total)
        return;
    put(page, std::move(rows));
    letGo();
    const int last = std::min(first + PageSize, m_total) - 1;
    emit dataChanged(index(first, 0), index(last, ColumnCount - 1));
}

void JobsModel::put(int page, QList<JobRow> rows)
{
    if (const auto old = m_pages.find(page); old != m_pages.end())
        forget(old->second);
    rows.resize(std::min<qsizetype>(rows.size(), PageSize));
    for (qsizetype at = 0; at < rows.size(); ++at)
        m_places.insert(rows[at].id, page * PageSize + int(at));
    m_pages[page] = {std::move(rows), true, ++m_puts};
}

void JobsModel::letGo()
{
    while (!m_found && m_pages.size() > PagesKept) {
        const auto oldest = std::ranges::min_element(m_pages, {}, [](const auto &entry) { return entry.second.put; });
        const int first = oldest->first * PageSize;
        forget(oldest->second);
        m_pages.erase(oldest);
        emit dataChanged(index(first, 0), index(std::min(first + PageSize, m_total) - 1, ColumnCount - 1));
    }
}

// Another page may have the same job by now: rows move while one looks.
void JobsModel::forget(const Page &page)
{
    const auto entry = std::ranges::find_if(m_pages, [&page](const auto &each) { return &each.second == &page; });
    const int first = entry == m_pages.end() ? -1 : entry->first * PageSize;
    for (qsizetype at = 0; at < page.rows.size(); ++at)
        if (const auto place = m_places.constFind(page.rows[at].id);
            place != m_places.cend() && (first < 0 || *place == first + int(at)))
            m_places.erase(place);
}

void JobsModel::expire()
{
    for (auto &[number, page] : m_pages)
        page.fresh = false;
}

bool JobsModel::keep()
{
    bool had = false;
    for (auto &[number, page] : m_pages)
        had |= !std::exchange(page.fresh, true);
    return had;
}

bool JobsModel::isFresh(int page) const
{
    const auto found = m_pages.find(page);
    return found != m_pages.end() && found->second.fresh;
}

void JobsModel::append(const QList<JobRow> &rows)
{
    QList<JobRow> fresh;
    QSet<QString> ids;
    for (const JobRow &row : rows) {
        if (m_places.contains(row.id) || ids.contains(row.id))
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
    return m_total < FoundCapacity || comesBefore(row, *at(m_total - 1));
}

void JobsModel::insertAtEnd(const QList<JobRow> &rows)
{
    beginInsertRows({}, m_total, m_total + int(rows.size()) - 1);
    for (const JobRow &row : rows) {
        m_places.insert(row.id, m_total);
        m_pages[m_total++ / PageSize].rows.append(row);
    }
    endInsertRows();
}

const JobRow *JobsModel::at(int row) const
{
    const auto page = m_pages.find(row / PageSize);
    if (row < 0 || page == m_pages.end() || row % PageSize >= page->second.rows.size())
        return nullptr;
    return &page->second.rows[row % PageSize];
}

int JobsModel::rowOf(const QString &id) const
{
    return m_places.value(id, -1);
}

bool JobsModel::change(const QString &id, const std::function<void(JobRow &)> &change)
{
    const int row = rowOf(id);
    if (row < 0)
        return false;
    change(m_pages.at(row / PageSize).rows[row % PageSize]);
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
        return row.id;
    case Name:
        return row.name;
    case State:
        return row.stateText();
    case Data:
        return oneLine(row.dataPreview);
    case Progress:
        return row.progress.text;
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
        return formatDuration(runMsOf(row));
    case Worker:
        return row.worker;
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
    if (column == Data)
        return row.dataPreview;
    if (column == Failure)
        return row.failedReason;
    return text(row, column);
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
        return int(isSortedDownFirst(section) ? Qt::DescendingOrder : Qt::AscendingOrder);
    return {};
}

void JobsModel::sort(int column, Qt::SortOrder order)
{
    m_sortColumn = column;
    m_sortOrder = order;
    if (m_found && isSorted())
        sortFound();
}

bool JobsModel::comesBefore(const JobRow &a, const JobRow &b) const
{
    const std::weak_ordering which = compare(a, b, m_sortColumn);
    return m_sortOrder == Qt::AscendingOrder ? std::is_lt(which) : std::is_gt(which);
}

void JobsModel::sortFound()
{
    QList<JobRow> rows;
    for (const auto &[number, page] : m_pages)
        rows += page.rows;
    QStringList kept; // whose persistent indexes go with them
    const QModelIndexList before = persistentIndexList();
    for (const QModelIndex &index : before)
        kept.append(index.data(IdRole).toString());
    emit layoutAboutToBeChanged({}, VerticalSortHint);
    std::ranges::stable_sort(rows, [this](const JobRow &a, const JobRow &b) { return comesBefore(a, b); });
    m_pages.clear();
    for (int place = 0; place < m_total; ++place) {
        m_places.insert(rows[place].id, place);
        m_pages[place / PageSize].rows.append(rows[place]);
    }
    QModelIndexList after;
    for (qsizetype at = 0; at < before.size(); ++at)
        after.append(index(rowOf(kept[at]), before[at].column()));
    changePersistentIndexList(before, after);
    emit layoutChanged({}, VerticalSortHint);
}

} // namespace signalbox::ui
