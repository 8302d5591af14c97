// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/overview/worst_list.h"

#include "pages/overview/worst_delegate.h"
#include "widgets/theme.h"

#include <QHeaderView>
#include <QLabel>
#include <QTableView>
#include <QVBoxLayout>

namespace signalbox::ui {

WorstList::WorstList(const Theme &theme, const QString &title, const QString &nothing, WorstModel::Measure measure,
                     QWidget *parent)
    : QFrame(parent)
    , m_model(measure)
    , m_view(new QTableView(this))
    , m_nothing(new QLabel(nothing, this))
{
    Theme::setKind(this, "card");
    auto *heading = new QLabel(title, this);
    QFont font = theme.font();
    font.setWeight(QFont::DemiBold);
    heading->setFont(font);
    Theme::setKind(m_nothing, "muted");
    m_nothing->setWordWrap(true);
    m_view->setAccessibleName(title);
    setUpView(theme);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::Grid * 3 / 2, Theme::Grid, Theme::Grid / 2, Theme::Grid);
    layout->setSpacing(Theme::Grid / 2);
    layout->addWidget(heading);
    layout->addWidget(m_nothing);
    layout->addWidget(m_view);
    layout->addStretch(1);
    show({});
}

void WorstList::setUpView(const Theme &theme)
{
    m_view->setModel(&m_model);
    m_view->setItemDelegate(new WorstDelegate(theme, *m_view));
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setShowGrid(false);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setTabKeyNavigation(false);
    m_view->setCursor(Qt::PointingHandCursor);
    m_view->setTextElideMode(Qt::ElideMiddle);
    m_view->horizontalHeader()->hide();
    m_view->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_view->horizontalHeader()->setSectionResizeMode(WorstModel::RouteColumn, QHeaderView::Stretch);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setDefaultSectionSize(Theme::RowHeight);
    const auto choose = [this](const QModelIndex &index) {
        if (index.isValid())
            emit routeChosen(m_model.row(index.row()).route);
    };
    connect(m_view, &QTableView::clicked, this, choose);
    connect(m_view, &QTableView::activated, this, choose);
}

void WorstList::setRoutes(const QList<RouteRow> &routes)
{
    m_waiting = routes;
    if (!m_view->underMouse() || m_model.rowCount() == 0)
        show(routes);
}

void WorstList::leaveEvent(QEvent *event)
{
    show(m_waiting);
    QFrame::leaveEvent(event);
}

void WorstList::show(const QList<RouteRow> &routes)
{
    m_model.setRoutes(routes);
    const bool empty = m_model.rowCount() == 0;
    m_nothing->setVisible(empty);
    m_view->setVisible(!empty);
    m_view->setFixedHeight(m_model.rowCount() * Theme::RowHeight + 2);
}

} // namespace signalbox::ui
