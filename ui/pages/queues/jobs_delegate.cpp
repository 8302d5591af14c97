// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/jobs_delegate.h"

#include "pages/queues/jobs_model.h"
#include "widgets/badge.h"

#include <QPainter>
#include <QTableView>

#include <cmath>

namespace signalbox::ui {

namespace {

constexpr int BarHeight = 6;
constexpr int ProgressBarWidth = 7 * Theme::Grid;

const JobRow *rowOf(const QModelIndex &index)
{
    return static_cast<const JobsModel *>(index.model())->at(index.row());
}

bool isMonospaced(int column)
{
    return column == JobsModel::Id || column == JobsModel::Data;
}

bool isStrong(int column)
{
    return column == JobsModel::Name || column == JobsModel::Id;
}

bool hasBar(const QModelIndex &index, const JobRow &row)
{
    return index.column() == JobsModel::Progress && !std::isnan(row.progress.share);
}

} // namespace

JobsDelegate::JobsDelegate(const Theme &theme, QTableView &table)
    : InsetDelegate(theme, table)
    , m_theme(theme)
    , m_monospace(theme.monospace(0.95))
{
}

void JobsDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    InsetDelegate::initStyleOption(option, index);
    const JobRow *row = rowOf(index);
    if (!row)
        return;
    if (index.column() == JobsModel::State || hasBar(index, *row))
        option->text.clear();
    if (isMonospaced(index.column()))
        option->font = m_monospace;
    Theme::Role role = isStrong(index.column()) ? Theme::Role::Text : Theme::Role::TextMuted;
    if (index.column() == JobsModel::Failure)
        role = Theme::Role::Danger;
    if (row->isGone())
        role = Theme::Role::TextMuted;
    option->palette.setColor(QPalette::Text, m_theme.color(role));
    option->palette.setColor(QPalette::HighlightedText, m_theme.color(role));
}

void JobsDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    InsetDelegate::paint(painter, option, index);
    const QRect area = option.rect.adjusted(Theme::Grid, 0, -Theme::Grid, 0);
    const JobRow *row = rowOf(index);
    if (!row)
        return paintNotLoaded(*painter, area, index);
    if (index.column() == JobsModel::State)
        paintBadge(*painter, area, row->stateText(), m_theme, row->stateColour());
    else if (hasBar(index, *row))
        paintProgress(*painter, area, row->progress.share);
}

// A badge is no text of the cell.
QSize JobsDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const JobRow *row = rowOf(index);
    if (!row || index.column() != JobsModel::State)
        return InsetDelegate::sizeHint(option, index);
    return badgeSize(row->stateText(), m_theme) + QSize(2 * Theme::Grid, 0);
}

// Of different lengths, as text has them.
void JobsDelegate::paintNotLoaded(QPainter &painter, const QRect &area, const QModelIndex &index) const
{
    const int percent = 35 + (index.row() * 37 + index.column() * 53) % 50;
    const QRect bar(area.left(), area.center().y() - BarHeight / 2, area.width() * percent / 100, BarHeight);
    painter.fillRect(bar, m_theme.soft(Theme::Role::Neutral));
}

void JobsDelegate::paintProgress(QPainter &painter, const QRect &area, double share) const
{
    const int whole = std::min(ProgressBarWidth, area.width() / 2);
    const QRect ground(area.left(), area.center().y() - BarHeight / 2, whole, BarHeight);
    painter.fillRect(ground, m_theme.soft(Theme::Role::Neutral));
    painter.fillRect(QRect(ground.topLeft(), QSize(int(std::lround(whole * share)), BarHeight)),
                     m_theme.color(Theme::Role::Accent));
    painter.setPen(m_theme.color(Theme::Role::TextMuted));
    painter.setFont(m_theme.font());
    painter.drawText(area.adjusted(whole + Theme::Grid, 0, 0, 0), Qt::AlignVCenter | Qt::TextSingleLine,
                     QString::number(int(std::floor(share * 100))) + QLatin1String(" %"));
}

} // namespace signalbox::ui
