// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/overview/worst_delegate.h"

#include "pages/overview/worst_model.h"
#include "widgets/theme.h"

#include <QPainter>
#include <QTableView>

namespace signalbox::ui {

WorstDelegate::WorstDelegate(const Theme &theme, QTableView &table)
    : QStyledItemDelegate(&table)
    , m_theme(theme)
    , m_hover(theme, table)
{
}

QSize WorstDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    if (index.column() != WorstModel::RouteColumn)
        size.setWidth(qMax(size.width(), 9 * Theme::Grid)); // so that columns keep still as figures change
    return size;
}

void WorstDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    m_hover.paint(*painter, option, index.row());
    if (index.column() == WorstModel::ValueColumn) {
        const auto *model = static_cast<const WorstModel *>(index.model());
        const auto role = model->measure() == WorstModel::Measure::Errors ? Theme::Role::Danger : Theme::Role::Warning;
        const double share = index.data(WorstModel::ShareRole).toDouble();
        const QRectF room = QRectF(option.rect).adjusted(2, 4, -2, -4);
        QRectF bar = room;
        bar.setWidth(room.width() * share);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(m_theme.soft(role));
        painter->drawRoundedRect(bar, 3, 3);
        painter->restore();
    }
    QStyledItemDelegate::paint(painter, option, index);
}

} // namespace signalbox::ui
