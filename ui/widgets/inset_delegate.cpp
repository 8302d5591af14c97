// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/inset_delegate.h"

#include "widgets/theme.h"

#include <QStyle>
#include <QTableView>

namespace signalbox::ui {

namespace {

int insetOf(const QWidget *widget)
{
    return Theme::Grid - widget->style()->pixelMetric(QStyle::PM_FocusFrameHMargin, nullptr, widget) - 1;
}

} // namespace

InsetDelegate::InsetDelegate(const Theme &theme, QTableView &table)
    : QStyledItemDelegate(&table)
    , m_hover(theme, table)
{
}

void InsetDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem cell = option;
    const QStyle *style = option.widget->style();
    m_hover.paint(*painter, option, index.row());
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &cell, painter, option.widget); // over the cell's whole width
    cell.state &= ~(QStyle::State_Selected | QStyle::State_MouseOver | QStyle::State_HasFocus);
    const int inset = insetOf(option.widget);
    cell.rect.adjust(inset, 0, -inset, 0);
    QStyledItemDelegate::paint(painter, cell, index);
}

QSize InsetDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return QStyledItemDelegate::sizeHint(option, index) + QSize(2 * insetOf(option.widget), 0);
}

} // namespace signalbox::ui
