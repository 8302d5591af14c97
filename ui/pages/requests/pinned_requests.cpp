// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/requests/pinned_requests.h"

#include "pages/requests/requests_delegate.h"
#include "pages/requests/requests_table.h"
#include "widgets/theme.h"

#include <QHeaderView>
#include <QLabel>
#include <QScrollBar>
#include <QTableView>
#include <QVBoxLayout>

namespace signalbox::ui {

namespace {

constexpr int MaxRowsShown = 5;

}

PinnedRequests::PinnedRequests(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_model(MaxPinned)
    , m_title(new QLabel(this))
    , m_view(new QTableView(this))
{
    setObjectName(QStringLiteral("pinnedRequests"));
    Theme::setKind(m_title, "caption");
    m_title->setContentsMargins(Theme::Grid, Theme::Grid / 2, 0, 0);
    m_view->setObjectName(QStringLiteral("pinnedTable"));
    m_view->setAccessibleName(tr("Pinned requests"));
    m_view->setModel(&m_model);
    m_view->setItemDelegate(new RequestsDelegate(theme, *m_view));
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setShowGrid(false);
    m_view->horizontalHeader()->hide();
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_view->verticalHeader()->setDefaultSectionSize(Theme::RowHeight);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_title);
    layout->addWidget(m_view);
    const auto open = [this] { emit opened(currentKey()); };
    connect(m_view, &QAbstractItemView::activated, this, open);
    connect(m_view, &QAbstractItemView::clicked, this, open);
    hide();
}

RequestsModel &PinnedRequests::model()
{
    return m_model;
}

void PinnedRequests::follow(const RequestsTable &table)
{
    connect(&table, &RequestsTable::columnsChanged, this, [this, &table] { takeColumns(table); });
    connect(table.horizontalScrollBar(), &QScrollBar::valueChanged, m_view->horizontalScrollBar(),
            &QScrollBar::setValue);
    takeColumns(table);
}

void PinnedRequests::toggle(const RequestRecord &record)
{
    const QByteArray key = requestKey(record);
    if (m_model.contains(key))
        m_model.remove(key);
    else
        m_model.addNewest({record});
    m_model.setPinned(keys());
    resizeToRows();
    emit changed();
}

void PinnedRequests::clear()
{
    if (m_model.rowCount() == 0)
        return;
    m_model.clear();
    m_model.setPinned({});
    resizeToRows();
    emit changed();
}

bool PinnedRequests::contains(const QByteArray &key) const
{
    return m_model.contains(key);
}

QSet<QByteArray> PinnedRequests::keys() const
{
    QSet<QByteArray> keys;
    for (int row = 0; row < m_model.rowCount(); ++row)
        keys.insert(requestKey(m_model.at(row)));
    return keys;
}

QByteArray PinnedRequests::currentKey() const
{
    return m_view->currentIndex().data(KeyRole).toByteArray();
}

void PinnedRequests::takeColumns(const RequestsTable &table)
{
    const QHeaderView *theirs = table.horizontalHeader();
    QHeaderView *ours = m_view->horizontalHeader();
    for (int visual = 0; visual < RequestsColumnCount; ++visual) {
        const int column = theirs->logicalIndex(visual);
        ours->moveSection(ours->visualIndex(column), visual);
        m_view->setColumnHidden(column, table.isColumnHidden(column));
        m_view->setColumnWidth(column, table.columnWidth(column));
    }
}

void PinnedRequests::resizeToRows()
{
    const int rows = m_model.rowCount();
    m_title->setText(tr("%n pinned", nullptr, rows));
    m_view->setFixedHeight(std::min(rows, MaxRowsShown) * Theme::RowHeight + 2);
    setVisible(rows > 0);
}

} // namespace signalbox::ui
