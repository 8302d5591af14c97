// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/row_hover.h"

#include "widgets/theme.h"

#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyleOptionViewItem>
#include <QTableView>

namespace signalbox::ui {

RowHover::RowHover(const Theme &theme, QTableView &table)
    : m_theme(theme)
    , m_table(table)
{
    table.setMouseTracking(true);
    table.viewport()->installEventFilter(this);
    connect(table.verticalScrollBar(), &QScrollBar::valueChanged, this, &RowHover::update);
}

void RowHover::paint(QPainter &painter, const QStyleOptionViewItem &cell, int row) const
{
    if (row == m_row)
        painter.fillRect(cell.rect, m_theme.color(Theme::Role::Window));
}

bool RowHover::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::MouseMove)
        m_pointer = static_cast<QMouseEvent *>(event)->pos();
    else if (event->type() == QEvent::Leave)
        m_pointer.reset();
    else
        return QObject::eventFilter(watched, event);
    update();
    return QObject::eventFilter(watched, event);
}

void RowHover::update()
{
    const int now = m_pointer ? m_table.rowAt(m_pointer->y()) : -1;
    if (now == m_row)
        return;
    repaint(m_row);
    m_row = now;
    repaint(m_row);
}

void RowHover::repaint(int row)
{
    if (row >= 0)
        m_table.viewport()->update(0, m_table.rowViewportPosition(row), m_table.viewport()->width(),
                                   m_table.rowHeight(row));
}

} // namespace signalbox::ui
