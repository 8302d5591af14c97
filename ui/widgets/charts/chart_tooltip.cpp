// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/charts/chart_tooltip.h"

#include "widgets/theme.h"

#include <QPainter>

namespace signalbox::ui {

namespace {
constexpr int Padding = Theme::Grid;
constexpr int Swatch = Theme::Grid;
constexpr int ColumnGap = 2 * Theme::Grid;
constexpr int Distance = 14; // from the pointer
} // namespace

ChartTooltip::ChartTooltip(const Theme &theme, QWidget *window)
    : QFrame(window)
    , m_theme(theme)
{
    setObjectName(QStringLiteral("chartTooltip"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    setFont(m_theme.font(0.92));
    hide();
}

void ChartTooltip::setContent(const QString &heading, const QList<ChartFigure> &figures)
{
    if (heading == m_heading && figures == m_figures)
        return;
    m_heading = heading;
    m_figures = figures;
    setFont(m_theme.font(0.92));
    setAccessibleDescription(text());
    resize(sizeHint());
    update();
}

void ChartTooltip::placeBeside(QPoint windowPosition)
{
    const QRect room = parentWidget()->rect().adjusted(4, 4, -4, -4);
    int x = windowPosition.x() + Distance;
    if (x + width() > room.right())
        x = windowPosition.x() - Distance - width();
    const int y = qBound(room.top(), windowPosition.y() - height() / 2, qMax(room.top(), room.bottom() - height()));
    move(qMax(room.left(), x), y);
}

QString ChartTooltip::text() const
{
    QStringList lines{m_heading};
    for (const ChartFigure &figure : m_figures)
        lines.append(figure.name + QLatin1Char(' ') + figure.value);
    return lines.join(QLatin1Char('\n'));
}

int ChartTooltip::lineHeight() const
{
    return fontMetrics().height() + 3;
}

QSize ChartTooltip::sizeHint() const
{
    QFont bold = font();
    bold.setBold(true);
    int width = QFontMetrics(bold).horizontalAdvance(m_heading);
    for (const ChartFigure &figure : m_figures)
        width = qMax(width,
                     Swatch + Padding + fontMetrics().horizontalAdvance(figure.name) + ColumnGap
                         + fontMetrics().horizontalAdvance(figure.value));
    const int lines = int(m_figures.size()) + 1;
    return {width + 2 * Padding + 2, lines * lineHeight() + 2 * Padding};
}

void ChartTooltip::paintFigure(QPainter &painter, const ChartFigure &figure, QRect line) const
{
    const int indent = figure.color.isValid() ? Swatch + Padding : 0;
    if (figure.color.isValid()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(figure.color);
        painter.drawRoundedRect(QRectF(line.left(), line.center().y() - Swatch / 2.0, Swatch, Swatch), 2, 2);
    }
    painter.setPen(m_theme.color(Theme::Role::TextMuted));
    painter.drawText(line.adjusted(indent, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, figure.name);
    painter.setPen(m_theme.color(Theme::Role::Text));
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, figure.value);
}

void ChartTooltip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_theme.color(Theme::Role::Border));
    painter.setBrush(m_theme.color(Theme::Role::SurfaceRaised));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);

    QRect line(Padding, Padding, width() - 2 * Padding, lineHeight());
    QFont bold = font();
    bold.setBold(true);
    painter.setFont(bold);
    painter.setPen(m_theme.color(Theme::Role::Text));
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, m_heading);
    painter.setFont(font());
    for (const ChartFigure &figure : m_figures) {
        line.translate(0, lineHeight());
        paintFigure(painter, figure, line);
    }
}

} // namespace signalbox::ui
