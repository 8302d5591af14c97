// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/queues_delegate.h"

#include "pages/queues/queue_marks.h"
#include "pages/queues/queues_model.h"
#include "widgets/badge.h"
#include "widgets/charts/sparkline.h"

#include <QAbstractProxyModel>
#include <QPainter>
#include <QTableView>

namespace signalbox::ui {

namespace {

constexpr int Gap = Theme::Grid / 2;
constexpr int SparklineMargin = 6;

const QueueEntry &entryOf(const QModelIndex &index)
{
    const auto *proxy = static_cast<const QAbstractProxyModel *>(index.model());
    return static_cast<const QueuesModel *>(proxy->sourceModel())->row(proxy->mapToSource(index).row());
}

// A badge only where there is something to see.
bool isBadge(const QModelIndex &index)
{
    const auto state = QueuesModel::stateOf(index.column());
    return state && entryOf(index).row.counts.of(*state) > 0;
}

} // namespace

QueuesDelegate::QueuesDelegate(const Theme &theme, QTableView &table)
    : InsetDelegate(theme, table)
    , m_theme(theme)
{
}

void QueuesDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    InsetDelegate::initStyleOption(option, index);
    if (isBadge(index))
        option->text.clear();
    const bool strong = index.column() == QueuesModel::Name;
    if (strong) {
        const int room = option->rect.width() - 2 * Theme::Grid - marksWidth(index);
        option->text = option->fontMetrics.elidedText(option->text, Qt::ElideMiddle, room);
    }
    const QColor colour = m_theme.color(strong ? Theme::Role::Text : Theme::Role::TextMuted);
    option->palette.setColor(QPalette::Text, colour);
    option->palette.setColor(QPalette::HighlightedText, colour);
}

void QueuesDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    InsetDelegate::paint(painter, option, index);
    const QRect area = option.rect.adjusted(Theme::Grid, 0, -Theme::Grid, 0);
    if (index.column() == QueuesModel::Name)
        paintMarks(*painter, area, index);
    else if (isBadge(index))
        paintCount(*painter, area, index);
    else if (index.column() == QueuesModel::Recent)
        paintSparkline(*painter, QRectF(area).adjusted(0, SparklineMargin, 0, -SparklineMargin), entryOf(index).recent,
                       m_theme.color(Theme::Role::ChartActive));
}

int QueuesDelegate::marksWidth(const QModelIndex &index) const
{
    int width = 0;
    for (const QueueMark &mark : marksOf(entryOf(index).row))
        width += badgeSize(mark.text, m_theme).width() + Gap;
    return width;
}

void QueuesDelegate::paintMarks(QPainter &painter, const QRect &area, const QModelIndex &index) const
{
    int right = area.right() + 1;
    for (const QueueMark &mark : marksOf(entryOf(index).row)) {
        const int width = badgeSize(mark.text, m_theme).width();
        paintBadge(painter, QRect(right - width, area.top(), width, area.height()), mark.text, m_theme, mark.role);
        right -= width + Gap;
    }
}

void QueuesDelegate::paintCount(QPainter &painter, const QRect &area, const QModelIndex &index) const
{
    const QString text = index.data().toString();
    const int width = std::min(area.width(), badgeSize(text, m_theme).width());
    paintBadge(painter, QRect(area.right() + 1 - width, area.top(), width, area.height()), text, m_theme,
               jobStateRole(*QueuesModel::stateOf(index.column())));
}

} // namespace signalbox::ui
