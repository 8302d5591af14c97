// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/charts/stat_card.h"

#include "widgets/charts/sparkline.h"
#include "widgets/theme.h"

#include <QKeyEvent>
#include <QPainter>

namespace signalbox::ui {

namespace {
constexpr int Padding = Theme::Grid + Theme::Grid / 2;
constexpr int SparklineHeight = 3 * Theme::Grid;
constexpr int LowSparklineHeight = Theme::Grid * 3 / 2; // below a caption
constexpr double FigureScale = 1.65;
} // namespace

StatCard::StatCard(const Theme &theme, const QString &title, QWidget *parent)
    : QAbstractButton(parent)
    , m_theme(theme)
    , m_line(theme.color(Theme::Role::Accent))
{
    setText(title);
    setLeads(true);
    setFont(theme.font());
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&m_theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void StatCard::setContent(const Content &content)
{
    if (content == m_content)
        return;
    m_content = content;
    QStringList spoken{text(), content.figure, content.note, content.caption, content.change};
    spoken.removeAll(QString());
    setAccessibleName(spoken.join(QStringLiteral(", ")));
    setAccessibleDescription(content.toolTip);
    setToolTip(content.toolTip);
    update();
}

void StatCard::setLine(const QColor &colour)
{
    m_line = colour;
    update();
}

void StatCard::setLeads(bool leads)
{
    m_leads = leads;
    setFocusPolicy(leads ? Qt::StrongFocus : Qt::NoFocus);
    setCursor(leads ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

QSize StatCard::minimumSizeHint() const
{
    return {136, sizeHint().height()};
}

QSize StatCard::sizeHint() const
{
    const int texts = QFontMetrics(m_theme.font()).height() + QFontMetrics(m_theme.font(FigureScale)).height();
    return {168, texts + SparklineHeight + 2 * Padding + Theme::Grid};
}

QColor StatCard::toneColour() const
{
    switch (m_content.changeTone) {
    case Tone::Good:
        return m_theme.color(Theme::Role::Success);
    case Tone::Bad:
        return m_theme.color(Theme::Role::Danger);
    case Tone::Plain:
        break;
    }
    return m_theme.color(Theme::Role::TextMuted);
}

void StatCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool lit = m_leads && (underMouse() || hasFocus());
    painter.setPen(QPen(m_theme.color(lit ? Theme::Role::Accent : Theme::Role::Border), hasFocus() ? 2 : 1));
    painter.setBrush(m_theme.color(Theme::Role::Surface));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
    const QRect inner = rect().adjusted(Padding, Padding, -Padding, -Padding);
    paintTexts(painter, inner);
    const int height = m_content.caption.isEmpty() ? SparklineHeight : LowSparklineHeight;
    const QRect line(inner.left(), inner.bottom() - height + 1, inner.width(), height);
    paintSparkline(painter, line, m_content.past, m_line);
}

void StatCard::paintTexts(QPainter &painter, const QRect &inner) const
{
    const QFont small = m_theme.font(0.92);
    const QFontMetrics metrics(small);
    painter.setFont(small);
    painter.setPen(m_theme.color(Theme::Role::TextMuted));
    painter.drawText(inner, Qt::AlignLeft | Qt::AlignTop, text());
    painter.setPen(toneColour());
    painter.drawText(inner, Qt::AlignRight | Qt::AlignTop, m_content.change);

    QFont large = m_theme.font(FigureScale);
    large.setWeight(QFont::DemiBold);
    const QString figure = m_content.figure.isEmpty() ? QStringLiteral("–") : m_content.figure;
    const QRect line(inner.left(), inner.top() + metrics.height() + 2, inner.width(), QFontMetrics(large).height());
    painter.setFont(large);
    painter.setPen(m_theme.color(Theme::Role::Text));
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, figure);
    const int used = QFontMetrics(large).horizontalAdvance(figure) + Theme::Grid;
    painter.setFont(small);
    painter.setPen(m_theme.color(Theme::Role::TextMuted));
    painter.drawText(line.adjusted(used, 0, 0, 0), Qt::AlignRight | Qt::AlignVCenter,
                     metrics.elidedText(m_content.note, Qt::ElideRight, line.width() - used));
    painter.drawText(QRect(inner.left(), line.bottom() + 1, inner.width(), metrics.height()), Qt::AlignLeft,
                     metrics.elidedText(m_content.caption, Qt::ElideRight, inner.width()));
}

void StatCard::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

void StatCard::enterEvent(QEnterEvent *event)
{
    update();
    QAbstractButton::enterEvent(event);
}

void StatCard::leaveEvent(QEvent *event)
{
    update();
    QAbstractButton::leaveEvent(event);
}

} // namespace signalbox::ui
