// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/jobs_table.h"

#include "pages/queues/jobs_delegate.h"
#include "widgets/theme.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QSettings>

#include <algorithm>
#include <array>
#include <set>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::array<int, JobsModel::ColumnCount> Widths{104, 128, 160, 240, 112, 72, 72, 148, 148, 80, 80, 144, 240};
constexpr int SmallestData = 160;
constexpr int SmallestFailure = 264;

// The first to go when the window is too narrow, until the person has chosen columns.
constexpr std::array LeastNeeded{JobsModel::Worker, JobsModel::Wait,     JobsModel::Added,
                                 JobsModel::Run,    JobsModel::Attempts, JobsModel::Priority};

bool isFinished(std::optional<JobState> state)
{
    return state == JobState::Completed || state == JobState::Failed;
}

// What says something of jobs in that state.
bool suits(int column, std::optional<JobState> state)
{
    const bool started = isFinished(state) || state == JobState::Active;
    switch (column) {
    case JobsModel::State:
        return !state;
    case JobsModel::Progress:
        return state == JobState::Active;
    case JobsModel::Attempts:
        return state != JobState::WaitingChildren && state != JobState::Completed;
    case JobsModel::Priority:
        return state == JobState::Prioritized;
    case JobsModel::Added:
        return state && !started;
    case JobsModel::At:
        return !state || started || state == JobState::Delayed;
    case JobsModel::Wait:
    case JobsModel::Run:
        return started;
    case JobsModel::Worker:
        return state == JobState::Active;
    case JobsModel::Failure:
        return !state || state == JobState::Failed;
    default:
        return true;
    }
}

} // namespace

JobsTable::JobsTable(const Theme &theme, JobsModel &model, QSettings &settings, QWidget *parent)
    : QTableView(parent)
    , m_model(model)
    , m_settings(settings)
{
    setObjectName(u"jobsTable"_s);
    setAccessibleName(tr("Jobs"));
    setModel(&model);
    setItemDelegate(new JobsDelegate(theme, *this));
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setShowGrid(false);
    setFrameShape(QFrame::NoFrame);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    setContextMenuPolicy(Qt::CustomContextMenu);
    setHorizontalScrollMode(ScrollPerPixel);
    setVerticalScrollMode(ScrollPerItem);
    setMinimumHeight(5 * Theme::RowHeight);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(Theme::RowHeight);
    verticalHeader()->setDefaultSectionSize(Theme::RowHeight);
    QHeaderView *header = horizontalHeader();
    header->setObjectName(u"jobsHeader"_s);
    header->setSectionsMovable(true);
    header->setHighlightSections(false);
    header->setSortIndicatorClearable(true);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    connectModel();
    showColumnsOf(m_state);
}

void JobsTable::connectModel()
{
    QHeaderView *header = horizontalHeader();
    connect(header, &QWidget::customContextMenuRequested, this, &JobsTable::showColumnMenu);
    connect(header, &QHeaderView::sectionMoved, this, &JobsTable::saveColumns);
    connect(header, &QHeaderView::sectionResized, this, &JobsTable::saveColumns);
    connect(header, &QHeaderView::sortIndicatorChanged, this, [this](int column, Qt::SortOrder order) {
        if (!m_fitting)
            emit sortAsked(column, order);
    });
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this] {
        checkRest();
        tellLookedAt();
    });
    connect(&m_model, &QAbstractItemModel::modelReset, this, &JobsTable::checkRest);
    connect(&m_model, &QAbstractItemModel::modelReset, this, &JobsTable::tellLookedAt, Qt::QueuedConnection);
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, &JobsTable::tellLookedAt, Qt::QueuedConnection);
    connect(&m_model, &QAbstractItemModel::rowsRemoved, this, &JobsTable::tellLookedAt, Qt::QueuedConnection);
    connect(&m_model, &QAbstractItemModel::rowsRemoved, this, &JobsTable::checkRest);
    connect(&m_model, &JobsModel::letGoOf, this, &JobsTable::deselect);
    connect(this, &QAbstractItemView::doubleClicked, this, &JobsTable::opened);
}

void JobsTable::showColumnsOf(std::optional<JobState> state, bool mayHaveFailed)
{
    m_state = state;
    m_mayHaveFailed = mayHaveFailed;
    m_fitting = true;
    QHeaderView *header = horizontalHeader();
    m_chosen = header->restoreState(m_settings.value(columnsKey()).toByteArray());
    for (int column = 0; !m_chosen && column < JobsModel::ColumnCount; ++column) {
        header->moveSection(header->visualIndex(column), column);
        setColumnHidden(column, !isWanted(column));
        setColumnWidth(column, Widths[size_t(column)]);
    }
    if (!m_chosen && state == JobState::Failed) // why they failed is what one looks for
        header->moveSection(header->visualIndex(JobsModel::Failure), JobsModel::Name + 1);
    if (m_model.isFound())
        setColumnHidden(JobsModel::State, false); // one that was found may have gone on since
    header->setSectionsMovable(true); // and what else was restored
    header->setSectionsClickable(true);
    header->setSortIndicatorShown(true);
    header->setSortIndicatorClearable(true);
    header->setSortIndicator(m_model.sortColumn(), m_model.sortOrder());
    m_fitting = false;
    fitColumns();
}

QString JobsTable::columnsKey() const
{
    return "queues/jobs/columns/"_L1 + (m_state ? jobStateKey(*m_state) : u"found"_s);
}

void JobsTable::saveColumns()
{
    if (m_fitting || horizontalHeader()->count() != JobsModel::ColumnCount)
        return;
    m_chosen = true;
    m_settings.setValue(columnsKey(), horizontalHeader()->saveState());
}

bool JobsTable::isWanted(int column) const
{
    if (column == JobsModel::State && m_model.isFound())
        return true;
    return suits(column, m_state) && (column != JobsModel::Failure || m_mayHaveFailed);
}

int JobsTable::widthOfOthers() const
{
    int width = 0;
    for (int column = 0; column < JobsModel::ColumnCount; ++column)
        if (column != JobsModel::Data && !isColumnHidden(column))
            width += columnWidth(column);
    return width;
}

// What it does may give the viewport another size, which asks for it again.
void JobsTable::fitColumns()
{
    if (m_chosen || m_fitting)
        return;
    const QScopedValueRollback fitting(m_fitting, true);
    fitColumnsTo(viewport()->width());
    if (const int room = viewport()->width(); room != m_fitted)
        fitColumnsTo(room);
}

// The data has what the others leave; of failed jobs, the reason has most of it.
void JobsTable::fitColumnsTo(int width)
{
    m_fitted = width;
    for (const JobsModel::Column column : LeastNeeded)
        setColumnHidden(column, !isWanted(column));
    setColumnWidth(JobsModel::Failure, SmallestFailure);
    for (const JobsModel::Column column : LeastNeeded)
        if (width - widthOfOthers() < SmallestData)
            setColumnHidden(column, true);
    int room = width - widthOfOthers();
    if (!isColumnHidden(JobsModel::Failure) && room > SmallestData) {
        const int more = (room - SmallestData) * 6 / 10;
        setColumnWidth(JobsModel::Failure, SmallestFailure + more);
        room -= more;
    }
    setColumnWidth(JobsModel::Data, std::max(SmallestData, room));
}

void JobsTable::showColumnMenu(const QPoint &position)
{
    auto *menu = new QMenu(this);
    menu->setObjectName(u"jobsColumns"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int column = 0; column < JobsModel::ColumnCount; ++column) {
        QAction *action = menu->addAction(m_model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        action->setEnabled(column != JobsModel::Id);
        connect(action, &QAction::toggled, this, [this, column](bool on) {
            setColumnHidden(column, !on);
            saveColumns();
        });
    }
    menu->addSeparator();
    menu->addAction(tr("Default columns"), this, [this] {
        m_settings.remove(columnsKey());
        showColumnsOf(m_state);
    });
    menu->popup(horizontalHeader()->mapToGlobal(position));
}

bool JobsTable::isAtRest() const
{
    return verticalScrollBar()->value() == verticalScrollBar()->minimum() && !selectionModel()->hasSelection();
}

qint64 JobsTable::selectedCount() const
{
    qint64 count = 0;
    for (const QItemSelectionRange &range : selectionModel()->selection())
        count += range.height();
    return count;
}

bool JobsTable::isWholeSelected() const
{
    return m_model.rowCount() > 0 && selectedCount() >= m_model.rowCount();
}

QList<int> JobsTable::selectedLoaded() const
{
    QItemSelection ranges = selectionModel()->selection();
    std::ranges::sort(ranges, {}, &QItemSelectionRange::top);
    const int loaded = m_model.loadedRows();
    QList<int> rows;
    for (const QItemSelectionRange &range : std::as_const(ranges))
        for (int row = range.top(); row <= range.bottom() && rows.size() < loaded; ++row)
            if (m_model.at(row))
                rows.append(row);
    return rows;
}

QList<int> JobsTable::selectedPages(int most) const
{
    std::set<int> pages;
    for (const QItemSelectionRange &range : selectionModel()->selection())
        for (int page = range.top() / JobsModel::PageSize; page <= range.bottom() / JobsModel::PageSize; ++page) {
            pages.insert(page);
            if (int(pages.size()) > most)
                return {};
        }
    return {pages.begin(), pages.end()};
}

// All there are stay selected: they are meant as such.
void JobsTable::deselect(int firstRow, int lastRow)
{
    if (isWholeSelected())
        return;
    const QItemSelection rows(m_model.index(firstRow, 0), m_model.index(lastRow, JobsModel::ColumnCount - 1));
    selectionModel()->select(rows, QItemSelectionModel::Deselect);
}

void JobsTable::goToTop()
{
    clearSelection();
    selectionModel()->setCurrentIndex({}, QItemSelectionModel::NoUpdate);
    scrollToTop();
    checkRest();
}

void JobsTable::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        return emit opened();
    const bool plain = event->modifiers() == Qt::NoModifier || event->modifiers() == Qt::ShiftModifier;
    if (plain && moveBy(event->key(), event->modifiers()))
        return;
    if (plain && !event->text().isEmpty() && event->text().at(0).isPrint() && event->key() != Qt::Key_Space)
        return event->ignore(); // to the page's keys, not to a search by the first letter
    QTableView::keyPressEvent(event);
}

bool JobsTable::moveBy(int key, Qt::KeyboardModifiers modifiers)
{
    const int last = m_model.rowCount() - 1;
    const auto to = [this, last](int row) {
        if (last < 0)
            return;
        const QModelIndex index = m_model.index(std::clamp(row, 0, last), 0);
        selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        scrollTo(index);
    };
    if (key == Qt::Key_J)
        to(currentIndex().row() + 1);
    else if (key == Qt::Key_K)
        to(currentIndex().row() - 1);
    else if (key == Qt::Key_G && modifiers & Qt::ShiftModifier)
        to(last);
    else if (key == Qt::Key_G)
        goToTop();
    else
        return false;
    return true;
}

void JobsTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    fitColumns();
    tellLookedAt();
}

void JobsTable::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QTableView::selectionChanged(selected, deselected);
    checkRest();
    emit selectionMoved();
}

void JobsTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    emit selectionMoved();
}

void JobsTable::checkRest()
{
    const bool atRest = isAtRest();
    if (atRest == m_atRest)
        return;
    m_atRest = atRest;
    emit restChanged(atRest);
}

void JobsTable::tellLookedAt()
{
    const int first = std::max(0, rowAt(0));
    const int last = rowAt(viewport()->height() - 1);
    emit lookedAt(first, last >= 0 ? last : m_model.rowCount() - 1);
}

} // namespace signalbox::ui
