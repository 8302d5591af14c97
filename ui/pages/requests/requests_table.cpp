// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/requests/requests_table.h"

#include "pages/requests/requests_delegate.h"
#include "pages/requests/requests_sort_model.h"
#include "widgets/theme.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>
#include <QSettings>

#include <algorithm>
#include <array>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr auto headerKey = "requests/columns"_L1;
constexpr int LayoutVersion = 1; // another one forgets what was saved
constexpr int MinPathWidth = 220;
constexpr int RowsBeforeEnd = 40;

constexpr std::array<int, RequestsColumnCount> defaultWidths{112, 72, 320, 76, 136, 80, 84, 140, 160, 72, 120, 150};

// The first to go when the window is too narrow, until the person has chosen columns.
constexpr std::array leastNeeded{RequestsColumn::Peer, RequestsColumn::Id,   RequestsColumn::Reactor,
                                 RequestsColumn::User, RequestsColumn::Ttfb, RequestsColumn::Route,
                                 RequestsColumn::Size};

} // namespace

RequestsTable::RequestsTable(const Theme &theme, QSettings &settings, QWidget *parent)
    : QTableView(parent)
    , m_settings(settings)
{
    setItemDelegate(new RequestsDelegate(theme, *this));
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    setHorizontalScrollMode(ScrollPerPixel);
    setVerticalScrollMode(ScrollPerItem);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(Theme::RowHeight);
    verticalHeader()->setMinimumSectionSize(Theme::RowHeight);
    horizontalHeader()->setSectionsMovable(true);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(horizontalHeader(), &QWidget::customContextMenuRequested, this, [this](const QPoint &position) {
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        fillColumnMenu(*menu);
        menu->popup(horizontalHeader()->mapToGlobal(position));
    });
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this] {
        checkRest();
        checkEnd();
    });
    connect(this, &QAbstractItemView::doubleClicked, this, &RequestsTable::opened);
}

void RequestsTable::setRequests(RequestsSortModel &requests)
{
    m_requests = &requests;
    setModel(&requests);
    restoreColumns();
    setSortingEnabled(true);
    connect(horizontalHeader(), &QHeaderView::sectionMoved, this, &RequestsTable::layoutChosen);
    connect(horizontalHeader(), &QHeaderView::sectionResized, this, &RequestsTable::layoutChosen);
    connect(horizontalHeader(), &QHeaderView::sortIndicatorChanged, this, &RequestsTable::saveColumns);
    connect(&requests, &QAbstractItemModel::modelReset, this, &RequestsTable::checkRest);
    connect(&requests, &QAbstractItemModel::rowsRemoved, this, &RequestsTable::checkRest);
}

RequestsSortModel &RequestsTable::requests() const
{
    return *m_requests;
}

bool RequestsTable::isAtRest() const
{
    return verticalScrollBar()->value() == verticalScrollBar()->minimum() && !selectionModel()->hasSelection();
}

QByteArray RequestsTable::currentKey() const
{
    return currentIndex().isValid() ? currentIndex().data(KeyRole).toByteArray() : QByteArray();
}

QList<RequestRecord> RequestsTable::selected() const
{
    // Not by selectedRows(), which takes its time over 20,000 of them. Rows are selected as a whole.
    QItemSelection ranges = selectionModel()->selection();
    std::ranges::sort(ranges, {}, &QItemSelectionRange::top);
    QList<RequestRecord> records;
    for (const QItemSelectionRange &range : std::as_const(ranges)) {
        for (int row = range.top(); row <= range.bottom(); ++row)
            records.append(m_requests->at(m_requests->index(row, 0)));
    }
    return records;
}

void RequestsTable::select(const QByteArray &key)
{
    const QModelIndex index = m_requests->indexOf(key);
    if (!index.isValid())
        return;
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    scrollTo(index);
}

void RequestsTable::goToTop()
{
    clearSelection();
    selectionModel()->setCurrentIndex({}, QItemSelectionModel::NoUpdate);
    scrollToTop();
    checkRest();
}

void RequestsTable::fillColumnMenu(QMenu &menu)
{
    for (int i = 0; i < RequestsColumnCount; ++i) {
        QAction *action = menu.addAction(columnTitle(RequestsColumn(i)));
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(i));
        action->setEnabled(RequestsColumn(i) != RequestsColumn::Path);
        connect(action, &QAction::toggled, this, [this, i](bool on) { setColumnShown(RequestsColumn(i), on); });
    }
    menu.addSeparator();
    menu.addAction(tr("Default columns"), this, [this] {
        m_settings.remove(headerKey);
        restoreColumns();
    });
}

void RequestsTable::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        emit opened();
        return;
    }
    const bool plain = event->modifiers() == Qt::NoModifier || event->modifiers() == Qt::ShiftModifier;
    if (plain && moveBy(event->key()))
        return;
    if (plain && !event->text().isEmpty() && event->text().at(0).isPrint())
        return event->ignore(); // to the page's keys, not to a search by the first letter
    QTableView::keyPressEvent(event);
}

void RequestsTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    fitColumns();
    checkEnd();
}

void RequestsTable::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QTableView::selectionChanged(selected, deselected);
    checkRest();
    emit selectionMoved();
}

void RequestsTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    emit selectionMoved();
}

void RequestsTable::checkRest()
{
    const bool atRest = isAtRest();
    if (atRest == m_atRest)
        return;
    m_atRest = atRest;
    emit restChanged(atRest);
}

void RequestsTable::checkEnd()
{
    const QScrollBar *bar = verticalScrollBar();
    if (bar->value() > bar->minimum() && bar->value() >= bar->maximum() - RowsBeforeEnd)
        emit nearEnd();
}

bool RequestsTable::moveBy(int key)
{
    const auto to = [this](int row) {
        const int last = m_requests->rowCount() - 1;
        if (last >= 0)
            select(m_requests->index(std::clamp(row, 0, last), 0).data(KeyRole).toByteArray());
    };
    const int row = currentIndex().row();
    switch (key) {
    case Qt::Key_J:
        to(row + 1);
        return true;
    case Qt::Key_K:
        to(row - 1);
        return true;
    case Qt::Key_G:
        goToTop();
        return true;
    default:
        return false;
    }
}

void RequestsTable::restoreColumns()
{
    m_fitting = true;
    m_settings.beginGroup(headerKey);
    m_chosen = m_settings.value("version"_L1).toInt() == LayoutVersion
        && horizontalHeader()->restoreState(m_settings.value("state"_L1).toByteArray());
    m_settings.endGroup();
    if (!m_chosen) {
        for (int i = 0; i < RequestsColumnCount; ++i) {
            horizontalHeader()->moveSection(horizontalHeader()->visualIndex(i), i);
            setColumnHidden(i, false);
            setColumnWidth(i, defaultWidths.at(std::size_t(i)));
        }
        sortByColumn(int(RequestsColumn::Time), Qt::DescendingOrder);
    }
    // The header's own saved state would bring back the resize modes and the movability of another version.
    horizontalHeader()->setSectionsMovable(true);
    m_fitting = false;
    fitColumns();
}

void RequestsTable::saveColumns()
{
    if (m_fitting || horizontalHeader()->count() != RequestsColumnCount)
        return; // not of the person, or the model is going away
    m_settings.beginGroup(headerKey);
    m_settings.setValue("version"_L1, LayoutVersion);
    m_settings.setValue("state"_L1, horizontalHeader()->saveState());
    m_settings.endGroup();
}

void RequestsTable::layoutChosen()
{
    if (m_fitting)
        return;
    m_chosen = true;
    saveColumns();
    emit columnsChanged();
}

void RequestsTable::fitColumns()
{
    if (m_chosen || !m_requests)
        return;
    m_fitting = true;
    for (RequestsColumn column : leastNeeded)
        setColumnHidden(int(column), false);
    for (RequestsColumn column : leastNeeded) {
        if (viewport()->width() - widthBeside(RequestsColumn::Path) < MinPathWidth)
            setColumnHidden(int(column), true);
    }
    setColumnWidth(int(RequestsColumn::Path),
                   std::max(MinPathWidth, viewport()->width() - widthBeside(RequestsColumn::Path)));
    m_fitting = false;
    emit columnsChanged();
}

int RequestsTable::widthBeside(RequestsColumn column) const
{
    int width = 0;
    for (int i = 0; i < RequestsColumnCount; ++i) {
        if (i != int(column) && !isColumnHidden(i))
            width += columnWidth(i);
    }
    return width;
}

void RequestsTable::setColumnShown(RequestsColumn column, bool shown)
{
    setColumnHidden(int(column), !shown);
    layoutChosen();
}

} // namespace signalbox::ui
