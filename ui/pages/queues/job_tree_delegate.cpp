// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/job_tree_delegate.h"

#include "widgets/theme.h"

#include <QWidget>

namespace signalbox::ui {

namespace {

constexpr int Inset = Theme::Grid / 2; // beside what the style leaves free

} // namespace

void JobTreeDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem cell = option;
    option.widget->style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &cell, painter, option.widget);
    cell.state &= ~(QStyle::State_Selected | QStyle::State_MouseOver | QStyle::State_HasFocus);
    if (index.column() > 0) // the first begins where the branches end
        cell.rect.adjust(Inset, 0, 0, 0);
    QStyledItemDelegate::paint(painter, cell, index);
}

QSize JobTreeDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QSize size = QStyledItemDelegate::sizeHint(option, index);
    return {size.width() + 4 * Inset, Theme::RowHeight};
}

} // namespace signalbox::ui
