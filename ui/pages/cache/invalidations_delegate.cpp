// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/cache/invalidations_delegate.h"

#include "pages/cache/invalidations_model.h"
#include "pages/cache/strategy.h"
#include "widgets/badge.h"
#include "widgets/theme.h"

namespace signalbox::ui {

namespace {

using Model = InvalidationsModel;

const Invalidation &entryOf(const QModelIndex &index)
{
    const auto *proxy = static_cast<const InvalidationsProxy *>(index.model());
    return static_cast<const Model *>(proxy->sourceModel())->entry(proxy->mapToSource(index).row());
}

bool isBadge(int column)
{
    return column == Model::StrategyName || column == Model::Result;
}

Theme::Role roleOf(const Invalidation &entry, int column)
{
    if (column == Model::Cause && !entry.requestId.isEmpty())
        return Theme::Role::Accent;
    if (column == Model::Key && !entry.isDone())
        return entry.resultColour();
    const bool strong = column == Model::Key || column == Model::Time || column == Model::Took;
    return strong ? Theme::Role::Text : Theme::Role::TextMuted;
}

} // namespace

InvalidationsDelegate::InvalidationsDelegate(const Theme &theme, QTableView &table)
    : InsetDelegate(theme, table)
    , m_theme(theme)
{
}

void InvalidationsDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    InsetDelegate::initStyleOption(option, index);
    if (isBadge(index.column()))
        option->text.clear();
    if (index.column() == Model::Key)
        option->font = m_theme.monospace();
    const QColor colour = m_theme.color(roleOf(entryOf(index), index.column()));
    option->palette.setColor(QPalette::Text, colour);
    option->palette.setColor(QPalette::HighlightedText, colour);
}

void InvalidationsDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    InsetDelegate::paint(painter, option, index);
    if (!isBadge(index.column()))
        return;
    const Invalidation &entry = entryOf(index);
    const Theme::Role colour =
        index.column() == Model::Result ? entry.resultColour() : Strategy::colourOf(entry.strategy);
    paintBadge(*painter, option.rect.adjusted(Theme::Grid, 0, -Theme::Grid, 0), index.data().toString(), m_theme,
               colour);
}

} // namespace signalbox::ui
