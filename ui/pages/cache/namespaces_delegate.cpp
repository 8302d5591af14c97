// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/cache/namespaces_delegate.h"

#include "pages/cache/namespaces_model.h"
#include "pages/cache/strategy.h"
#include "widgets/badge.h"
#include "widgets/theme.h"

#include <QPainter>

namespace signalbox::ui {

namespace {

using Model = NamespacesModel;

const NamespaceRow &rowOf(const QModelIndex &index)
{
    return static_cast<const Model *>(index.model())->row(index.row());
}

qint64 troubleOf(const NamespaceRow &row, int column)
{
    switch (column) {
    case Model::Failed:
        return row.figures().failed;
    case Model::Pending:
        return row.part ? 0 : row.space.pending;
    case Model::Errors:
        return row.figures().errors;
    default:
        return 0;
    }
}

} // namespace

NamespacesDelegate::NamespacesDelegate(const Theme &theme, QTableView &table)
    : InsetDelegate(theme, table)
    , m_theme(theme)
{
}

QColor NamespacesDelegate::colourOf(const QModelIndex &index) const
{
    const NamespaceRow &row = rowOf(index);
    const int column = index.column();
    if (troubleOf(row, column) > 0)
        return m_theme.color(column == Model::Pending ? Theme::Role::Warning : Theme::Role::Danger);
    if (row.part)
        return m_theme.color(Theme::Role::TextMuted);
    const bool leads = (column == Model::Misses && row.space.misses > 0) || column == Model::Ttl;
    if (leads)
        return m_theme.color(Theme::Role::Accent);
    return m_theme.color(column <= Model::LoadP95 ? Theme::Role::Text : Theme::Role::TextMuted);
}

void NamespacesDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    InsetDelegate::initStyleOption(option, index);
    if (index.column() == Model::StrategyName)
        option->text.clear();
    if (index.column() == Model::Name && !rowOf(index).part)
        option->font.setWeight(QFont::DemiBold);
    const QColor colour = colourOf(index);
    option->palette.setColor(QPalette::Text, colour);
    option->palette.setColor(QPalette::HighlightedText, colour);
}

void NamespacesDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    InsetDelegate::paint(painter, option, index);
    if (index.column() != Model::StrategyName)
        return;
    const NamespaceRow &row = rowOf(index);
    const QRect badge = paintBadge(*painter, option.rect.adjusted(Theme::Grid, 0, -Theme::Grid, 0), row.strategy(),
                                   m_theme, Strategy::colourOf(row.strategy()));
    if (row.part)
        return; // nothing to choose
    const QRect arrow(badge.right() + Theme::Grid / 2, option.rect.center().y() - 6, 12, 12);
    m_theme.icon(QStringLiteral("chevron-down"), Theme::Role::TextMuted).paint(painter, arrow);
}

} // namespace signalbox::ui
