// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/users/users_table.h"

#include "pages/users/users_delegate.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QScrollBar>
#include <QSettings>

#include <numeric>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString HeaderKey = u"users/header"_s;
const QString WidthsKey = u"users/widthsChosen"_s;
constexpr std::array Widths{208, 136, 76, 188, 76, 84, 150};
constexpr int WidestEmail = 420;
constexpr int WidestName = 320;

} // namespace

UsersTable::UsersTable(const Theme &theme, UsersModel &model, QSettings &settings, QWidget *parent)
    : QTableView(parent)
    , m_model(model)
    , m_settings(settings)
{
    build(theme);
    makeHeader();
    QHeaderView *header = horizontalHeader();
    connect(header, &QHeaderView::sortIndicatorChanged, this, &UsersTable::takeSort);
    connect(header, &QHeaderView::sectionResized, this, [this, header](int column) {
        const bool stretched = header->visualIndex(column) == header->count() - 1;
        m_widthsChosen |= !m_sharing && !stretched;
    });
    connect(&model, &QAbstractItemModel::modelAboutToBeReset, this, &UsersTable::rememberChosen);
    connect(&model, &QAbstractItemModel::modelReset, this, &UsersTable::restoreChosen);
    connect(selectionModel(), &QItemSelectionModel::selectionChanged, this, &UsersTable::chosenChanged);
    connect(this, &QTableView::doubleClicked, this,
            [this](const QModelIndex &index) { emit opened(m_model.user(index.row()).id); });
}

void UsersTable::build(const Theme &theme)
{
    setObjectName(u"usersTable"_s);
    setAccessibleName(tr("Users"));
    setModel(&m_model);
    setItemDelegate(new UsersDelegate(theme, *this));
    setShowGrid(false);
    setFrameShape(QFrame::NoFrame);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setTabKeyNavigation(false);
    setWordWrap(false);
    setMinimumHeight(5 * Theme::RowHeight);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(Theme::RowHeight);
}

void UsersTable::makeHeader()
{
    QHeaderView *header = horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionsMovable(true);
    header->setSectionsClickable(true);
    header->setStretchLastSection(true);
    header->setSortIndicatorShown(true);
    header->setSortIndicator(UsersModel::Created, Qt::DescendingOrder);
    for (int column = 0; column < int(Widths.size()); ++column)
        setColumnWidth(column, Widths[std::size_t(column)]);
    header->restoreState(m_settings.value(HeaderKey).toByteArray());
    m_widthsChosen = m_settings.value(WidthsKey).toBool();
}

UsersTable::~UsersTable()
{
    m_settings.setValue(HeaderKey, horizontalHeader()->saveState());
    m_settings.setValue(WidthsKey, m_widthsChosen);
}

QString UsersTable::sortKey() const
{
    const QString key = UsersModel::sortKey(horizontalHeader()->sortIndicatorSection());
    if (key.isEmpty())
        return u"-createdAt"_s;
    return horizontalHeader()->sortIndicatorOrder() == Qt::DescendingOrder ? '-'_L1 + key : key;
}

QList<UserRow> UsersTable::chosen() const
{
    QList<int> rows;
    for (const QModelIndex &index : selectionModel()->selectedRows())
        rows.append(index.row());
    std::ranges::sort(rows);
    QList<UserRow> users;
    for (const int row : std::as_const(rows))
        users.append(m_model.user(row));
    return users;
}

void UsersTable::select(const QString &id)
{
    const int row = m_model.rowOf(id);
    if (row < 0)
        return;
    selectRow(row);
    scrollTo(m_model.index(row, 0));
}

void UsersTable::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (!enter || !currentIndex().isValid())
        return QTableView::keyPressEvent(event);
    emit opened(m_model.user(currentIndex().row()).id);
}

void UsersTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    if (!m_widthsChosen)
        shareRoom();
}

// Until someone has chosen widths, room that is left goes to what is cut off most.
void UsersTable::shareRoom()
{
    const int room = std::max(0, viewport()->width() - std::accumulate(Widths.begin(), Widths.end(), 0));
    m_sharing = true;
    setColumnWidth(UsersModel::Email, std::min(WidestEmail, Widths[UsersModel::Email] + room * 6 / 10));
    setColumnWidth(UsersModel::Name, std::min(WidestName, Widths[UsersModel::Name] + room * 4 / 10));
    m_sharing = false;
}

void UsersTable::rememberChosen()
{
    m_chosenIds.clear();
    for (const UserRow &user : chosen())
        m_chosenIds.append(user.id);
    m_currentId = currentIndex().isValid() ? m_model.user(currentIndex().row()).id : QString();
    m_scroll = verticalScrollBar()->value();
}

void UsersTable::restoreChosen()
{
    QItemSelection selection;
    for (const QString &id : std::as_const(m_chosenIds))
        if (const int row = m_model.rowOf(id); row >= 0)
            selection.select(m_model.index(row, 0), m_model.index(row, UsersModel::ColumnCount - 1));
    if (const int row = m_model.rowOf(m_currentId); row >= 0)
        selectionModel()->setCurrentIndex(m_model.index(row, 0), QItemSelectionModel::NoUpdate);
    selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    verticalScrollBar()->setValue(m_scroll);
    emit chosenChanged();
}

// A column that the server can't sort by keeps the order that is.
void UsersTable::takeSort(int column)
{
    if (!UsersModel::sortKey(column).isEmpty())
        emit sortChanged();
}

} // namespace signalbox::ui
