// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/queues_table.h"

#include "pages/queues/queues_delegate.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QSettings>

#include <array>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString SortKey = u"queues/sort"_s;
const QString DescendingKey = u"queues/sortDescending"_s;
constexpr int LeastName = 176; // pixels

struct Column {
    int column;
    int width;
};

constexpr int column(JobState state)
{
    return QueuesModel::FirstState + int(state);
}

// By importance: those that have no room are left out from the end.
constexpr std::array Columns{
    Column{column(JobState::Waiting), 76},
    Column{column(JobState::Failed), 72},
    Column{column(JobState::Active), 68},
    Column{column(JobState::Delayed), 76},
    Column{QueuesModel::Connection, 112},
    Column{QueuesModel::Finished, 76},
    Column{column(JobState::Completed), 92},
    Column{QueuesModel::Oldest, 84},
    Column{QueuesModel::Workers, 76},
    Column{QueuesModel::Added, 76},
    Column{QueuesModel::WaitP95, 88},
    Column{QueuesModel::RunP95, 88},
    Column{QueuesModel::Recent, 104},
    Column{column(JobState::Prioritized), 76},
    Column{column(JobState::WaitingChildren), 80},
};

} // namespace

QueuesTable::QueuesTable(const Theme &theme, QueuesModel &model, QSettings &settings, QWidget *parent)
    : QTableView(parent)
    , m_model(model)
    , m_settings(settings)
{
    m_proxy.setSourceModel(&model);
    m_proxy.setSortRole(QueuesModel::SortRole);
    m_proxy.setSortCaseSensitivity(Qt::CaseInsensitive);
    m_proxy.setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_proxy.setFilterKeyColumn(QueuesModel::Name);
    m_proxy.setDynamicSortFilter(true);
    build(theme);
    connect(selectionModel(), &QItemSelectionModel::selectionChanged, this, &QueuesTable::chosenChanged);
    connect(this, &QTableView::clicked, this,
            [this](const QModelIndex &index) { emit opened(idOf(index), QueuesModel::stateOf(index.column())); });
}

QueuesTable::~QueuesTable()
{
    m_settings.setValue(SortKey, horizontalHeader()->sortIndicatorSection());
    m_settings.setValue(DescendingKey, horizontalHeader()->sortIndicatorOrder() == Qt::DescendingOrder);
}

void QueuesTable::build(const Theme &theme)
{
    setObjectName(u"queuesTable"_s);
    setAccessibleName(tr("Queues"));
    setModel(&m_proxy);
    setItemDelegate(new QueuesDelegate(theme, *this));
    setShowGrid(false);
    setFrameShape(QFrame::NoFrame);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setTabKeyNavigation(false);
    setWordWrap(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setContextMenuPolicy(Qt::CustomContextMenu);
    setMinimumWidth(LeastName + Columns[0].width + Columns[1].width);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(Theme::RowHeight);
    QHeaderView *header = horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionsClickable(true);
    header->setMinimumSectionSize(Theme::Grid);
    header->setSectionResizeMode(QHeaderView::Fixed);
    header->setSectionResizeMode(QueuesModel::Name, QHeaderView::Stretch);
    const bool descending = m_settings.value(DescendingKey).toBool();
    const int sorted = std::clamp(m_settings.value(SortKey).toInt(), 0, QueuesModel::ColumnCount - 1);
    sortByColumn(sorted, descending ? Qt::DescendingOrder : Qt::AscendingOrder);
    setSortingEnabled(true);
    fitColumns();
}

void QueuesTable::setFilter(const QString &text)
{
    const bool sorts = m_proxy.dynamicSortFilter();
    m_proxy.setDynamicSortFilter(true); // what comes back, comes to its place
    m_proxy.setFilterFixedString(text);
    m_proxy.setDynamicSortFilter(sorts);
}

// Figures come all the time: a row would go away from under the pointer before it is clicked.
bool QueuesTable::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Enter)
        m_proxy.setDynamicSortFilter(false);
    else if (event->type() == QEvent::Leave || event->type() == QEvent::Hide)
        m_proxy.setDynamicSortFilter(true);
    return QTableView::viewportEvent(event);
}

void QueuesTable::setConnectionShown(bool shown)
{
    if (shown == m_connectionShown)
        return;
    m_connectionShown = shown;
    fitColumns();
}

void QueuesTable::fitColumns()
{
    int room = viewport()->width() - LeastName;
    for (const auto &[column, width] : Columns) {
        const bool wanted = column != QueuesModel::Connection || m_connectionShown;
        const bool fits = wanted && width <= room;
        setColumnHidden(column, !fits);
        setColumnWidth(column, width);
        if (fits)
            room -= width;
        else if (wanted)
            room = 0; // none of the less important ones in its place
    }
}

void QueuesTable::resizeEvent(QResizeEvent *event)
{
    fitColumns();
    QTableView::resizeEvent(event);
}

QString QueuesTable::idOf(const QModelIndex &index) const
{
    return m_model.row(m_proxy.mapToSource(index).row()).row.id;
}

QString QueuesTable::chosen() const
{
    const QModelIndexList rows = selectionModel()->selectedRows();
    return rows.isEmpty() ? QString() : idOf(rows.constFirst());
}

void QueuesTable::select(const QString &id)
{
    const int row = m_model.rowOf(id);
    const QModelIndex index = row < 0 ? QModelIndex() : m_proxy.mapFromSource(m_model.index(row, 0));
    if (!index.isValid())
        return selectionModel()->clear(); // also the current one: when it goes, Qt selects the next
    if (id == chosen())
        return;
    selectRow(index.row());
    scrollTo(index);
}

void QueuesTable::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (!enter || !currentIndex().isValid())
        return QTableView::keyPressEvent(event);
    emit opened(idOf(currentIndex()), {});
}

} // namespace signalbox::ui
