// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/requests/requests_delegate.h"

#include "pages/requests/requests_columns.h"
#include "widgets/theme.h"

#include <QPainter>
#include <QTableView>

#include <algorithm>
#include <cmath>

namespace signalbox::ui {

namespace {

constexpr int Margin = Theme::Grid;

bool isMonospaced(RequestsColumn column)
{
    return column == RequestsColumn::Id || column == RequestsColumn::Peer;
}

Theme::Role methodRole(const QByteArray &method)
{
    if (method == "DELETE")
        return Theme::Role::Danger;
    if (method == "POST" || method == "PUT" || method == "PATCH")
        return Theme::Role::Info;
    return Theme::Role::TextMuted;
}

} // namespace

double durationBarShare(double ms, double slowMs)
{
    constexpr double shortest = 0.05; // ms, where the bar begins
    const double longest = std::max(slowMs * 4, 1.0);
    if (ms <= shortest)
        return 0;
    return std::clamp(std::log(ms / shortest) / std::log(longest / shortest), 0.0, 1.0);
}

RequestsDelegate::RequestsDelegate(const Theme &theme, QTableView &table)
    : QStyledItemDelegate(&table)
    , m_theme(theme)
    , m_hover(theme, table)
    , m_font(theme.font())
    , m_monospace(theme.monospace())
    , m_bold(theme.font(0.92))
{
    m_bold.setWeight(QFont::DemiBold);
}

void RequestsDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    paintGround(*painter, option, index.row());
    const QRect area = option.rect.adjusted(Margin, 0, -Margin, 0);
    const auto column = RequestsColumn(index.column());
    painter->setFont(isMonospaced(column) ? m_monospace : m_font);
    switch (column) {
    case RequestsColumn::Time:
        return paintTime(*painter, area, index);
    case RequestsColumn::Method:
        return paintMethod(*painter, area, index);
    case RequestsColumn::Path:
        return paintPath(*painter, area, index);
    case RequestsColumn::Status:
        return paintStatus(*painter, area, index);
    case RequestsColumn::Duration:
        return paintDuration(*painter, area, index);
    default:
        break;
    }
    const int alignment = isRightAligned(column) ? Qt::AlignRight : Qt::AlignLeft;
    paintText(*painter, area, index.data().toString(), alignment, m_theme.color(Theme::Role::TextMuted));
}

QSize RequestsDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const int width = QFontMetrics(m_font).horizontalAdvance(index.data().toString());
    return {width + 2 * Margin, Theme::RowHeight};
}

void RequestsDelegate::paintGround(QPainter &painter, const QStyleOptionViewItem &option, int row) const
{
    if (option.state & QStyle::State_Selected)
        painter.fillRect(option.rect, m_theme.color(Theme::Role::Selection));
    else
        m_hover.paint(painter, option, row);
    painter.setPen(m_theme.color(Theme::Role::ChartGrid));
    painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
}

void RequestsDelegate::paintText(QPainter &painter, const QRect &area, const QString &text, int alignment,
                                 const QColor &color) const
{
    painter.setPen(color);
    const QString shown = painter.fontMetrics().elidedText(text, Qt::ElideRight, area.width());
    painter.drawText(area, alignment | Qt::AlignVCenter | Qt::TextSingleLine, shown);
}

void RequestsDelegate::paintTime(QPainter &painter, const QRect &area, const QModelIndex &index) const
{
    QRect rest = area;
    if (index.data(PinnedRole).toBool()) {
        const QRect place(area.left() - 2, area.center().y() - 6, 12, 12);
        m_theme.icon(QStringLiteral("pin"), Theme::Role::Accent).paint(&painter, place);
        rest.setLeft(area.left() + 13);
    }
    paintText(painter, rest, index.data().toString(), Qt::AlignLeft, m_theme.color(Theme::Role::TextMuted));
}

void RequestsDelegate::paintMethod(QPainter &painter, const QRect &area, const QModelIndex &index) const
{
    painter.setFont(m_bold);
    paintText(painter, area, index.data().toString(), Qt::AlignLeft,
              m_theme.color(methodRole(index.data(MethodRole).toByteArray())));
}

// The query is dimmed: what tells requests apart at a glance is the path.
void RequestsDelegate::paintPath(QPainter &painter, const QRect &area, const QModelIndex &index) const
{
    const QString text = index.data().toString();
    const qsizetype mark = text.indexOf(QLatin1Char('?'));
    const QString path = text.left(mark);
    paintText(painter, area, path, Qt::AlignLeft, m_theme.color(Theme::Role::Text));
    if (mark < 0)
        return;
    const QRect rest = area.adjusted(painter.fontMetrics().horizontalAdvance(path), 0, 0, 0);
    if (rest.width() > 2 * Margin)
        paintText(painter, rest, text.mid(mark), Qt::AlignLeft, m_theme.color(Theme::Role::TextMuted));
}

void RequestsDelegate::paintStatus(QPainter &painter, const QRect &area, const QModelIndex &index) const
{
    const Theme::Role role = Theme::statusRole(index.data(StatusRole).toInt());
    const QString text = index.data().toString();
    painter.setFont(m_bold);
    const int width = std::min(area.width(), painter.fontMetrics().horizontalAdvance(text) + 2 * Margin);
    const QRect badge(area.left(), area.center().y() - 9, width, 20);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.soft(role));
    painter.drawRoundedRect(badge, 4, 4);
    painter.setRenderHint(QPainter::Antialiasing, false);
    paintText(painter, badge, text, Qt::AlignHCenter, m_theme.color(role));
}

void RequestsDelegate::paintDuration(QPainter &painter, const QRect &area, const QModelIndex &index) const
{
    const double ms = index.data(DurationMsRole).toDouble();
    const double slowMs = index.data(SlowMsRole).toDouble();
    const Theme::Role role = index.data(SlowRole).toBool() ? Theme::Role::Danger : Theme::durationRole(ms, slowMs);
    constexpr int barRoom = 5 * Theme::Grid;
    const int width = std::max(2, int(std::lround(barRoom * durationBarShare(ms, slowMs))));
    painter.fillRect(QRect(area.left(), area.center().y() - 2, barRoom, 5), m_theme.soft(Theme::Role::Neutral));
    painter.fillRect(QRect(area.left(), area.center().y() - 2, width, 5), m_theme.color(role));
    const bool calm = role == Theme::Role::Success;
    if (!calm)
        painter.setFont(m_bold);
    paintText(painter, area.adjusted(barRoom + 4, 0, 0, 0), index.data().toString(), Qt::AlignRight,
              m_theme.color(calm ? Theme::Role::Text : role));
}

} // namespace signalbox::ui
