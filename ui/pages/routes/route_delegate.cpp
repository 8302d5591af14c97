// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/routes/route_delegate.h"

#include "pages/routes/routes_model.h"
#include "widgets/theme.h"

#include <QPainter>

namespace signalbox::ui {

namespace {

const RouteRow &rowOf(const QModelIndex &index)
{
    const auto *proxy = static_cast<const QSortFilterProxyModel *>(index.model());
    const auto *model = static_cast<const RoutesModel *>(proxy->sourceModel());
    return model->row(proxy->mapToSource(index).row());
}

} // namespace

RouteDelegate::RouteDelegate(const Theme &theme, QTableView &table)
    : InsetDelegate(theme, table)
    , m_theme(theme)
{
}

QColor RouteDelegate::textColour(const QModelIndex &index) const
{
    const RouteRow &row = rowOf(index);
    const int column = index.column();
    if (column >= RoutesModel::P50 && column <= RoutesModel::Max) {
        if (column != RoutesModel::Max && row.count < FewRequests)
            return m_theme.color(Theme::Role::TextMuted);
        const double value = index.data(RoutesModel::SortRole).toDouble();
        const Theme::Role role = Theme::durationRole(value, m_slowMs);
        return m_theme.color(role == Theme::Role::Success ? Theme::Role::Text : role);
    }
    if (column == RoutesModel::Errors || column == RoutesModel::ErrorRatio)
        return m_theme.color(row.errors > 0 ? Theme::Role::Danger : Theme::Role::TextMuted);
    if (column == RoutesModel::Method || (column == RoutesModel::InFlight && row.active == 0))
        return m_theme.color(Theme::Role::TextMuted);
    return m_theme.color(Theme::Role::Text);
}

void RouteDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    InsetDelegate::initStyleOption(option, index);
    option->palette.setColor(QPalette::Text, textColour(index));
    option->palette.setColor(QPalette::HighlightedText, textColour(index));
}

void RouteDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    InsetDelegate::paint(painter, option, index);
    if (index.column() != RoutesModel::Share)
        return;
    const double share = index.data(RoutesModel::ShareRole).toDouble();
    const double figure = QFontMetricsF(option.font).horizontalAdvance(QStringLiteral("00.0 %")) + 2 * Theme::Grid;
    const QRectF whole(option.rect);
    const QRectF room(whole.left() + Theme::Grid, whole.center().y() - 3, whole.width() - figure - Theme::Grid, 6);
    if (room.width() < 8)
        return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(m_theme.color(Theme::Role::ChartGrid));
    painter->drawRoundedRect(room, 3, 3);
    painter->setBrush(m_theme.color(Theme::Role::Accent));
    painter->drawRoundedRect(QRectF(room.topLeft(), QSizeF(room.width() * share, room.height())), 3, 3);
    painter->restore();
}

} // namespace signalbox::ui
