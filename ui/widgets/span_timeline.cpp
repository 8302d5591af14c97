// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/span_timeline.h"

#include "widgets/format.h"
#include "widgets/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr int RowHeight = 3 * Theme::Grid;
constexpr int AxisHeight = 3 * Theme::Grid;
constexpr int BarHeight = Theme::Grid + Theme::Grid / 2;
constexpr int RightMargin = 9 * Theme::Grid; // for the figure beside the longest bar
constexpr int MinBarWidth = 2;
constexpr int TickWidth = 11 * Theme::Grid; // a mark with its figure

double toMs(qint64 microseconds)
{
    return double(microseconds) / 1000;
}

// 1, 2 or 5 times a power of ten, so that about as many marks fit.
double tickStep(double totalMs, int marks)
{
    const double rough = totalMs / marks;
    const double power = std::pow(10, std::floor(std::log10(rough)));
    const double factor = rough / power;
    return power * (factor < 1.5 ? 1 : factor < 3.5 ? 2 : factor < 7.5 ? 5 : 10);
}

} // namespace

SpanTimeline::SpanTimeline(const Theme &theme, QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_theme(theme)
{
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setMouseTracking(true);
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void SpanTimeline::setRecord(const RequestRecord &record)
{
    m_record = record;
    std::stable_sort(m_record.spans.begin(), m_record.spans.end(),
                     [](const Span &left, const Span &right) { return left.startUs < right.startUs; });
    m_current = -1;
    QStringList lines;
    for (int i = 0; i < spanCount(); ++i)
        lines.append(describe(i));
    setAccessibleDescription(lines.join('\n'_L1));
    updateScrollBar();
    viewport()->update();
}

int SpanTimeline::spanCount() const
{
    return int(m_record.spans.size());
}

int SpanTimeline::currentSpan() const
{
    return m_current;
}

QString SpanTimeline::describe(int span) const
{
    const Span &one = m_record.spans.at(span);
    QString text = tr("%1: %2, %3 from %4")
                       .arg(QString::fromUtf8(one.kind), QString::fromUtf8(one.name),
                            formatDuration(toMs(one.durationUs)), formatDuration(toMs(one.startUs)));
    if (one.failed)
        text += tr(", failed");
    if (!one.detail.isEmpty())
        text += '\n'_L1 + QString::fromUtf8(one.detail);
    return text;
}

void SpanTimeline::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(m_theme.font(0.92));
    painter.fillRect(viewport()->rect(), m_theme.color(Theme::Role::Surface));
    paintAxis(painter);
    painter.setClipRect(viewport()->rect().adjusted(0, AxisHeight, 0, 0));
    paintLabel(painter, 0, tr("request"), QString::fromUtf8(m_record.method + ' ' + m_record.path));
    paintBar(painter, 0, 0, m_record.durationUs, m_theme.statusColor(m_record.status));
    for (int i = 0; i < spanCount(); ++i)
        paintSpan(painter, i);
    painter.setClipping(false);
    paintTtfb(painter);
}

void SpanTimeline::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    updateScrollBar();
}

void SpanTimeline::mouseMoveEvent(QMouseEvent *event)
{
    setCurrent(spanAt(event->pos()));
    if (m_current >= 0)
        QToolTip::showText(event->globalPosition().toPoint(), describe(m_current), this);
    else
        QToolTip::hideText();
}

void SpanTimeline::leaveEvent(QEvent *)
{
    setCurrent(-1);
}

void SpanTimeline::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Down && event->key() != Qt::Key_Up)
        return QAbstractScrollArea::keyPressEvent(event);
    if (spanCount() == 0)
        return;
    setCurrent(std::clamp(m_current + (event->key() == Qt::Key_Down ? 1 : -1), 0, spanCount() - 1));
    const QRect row = rowRect(m_current + 1);
    if (row.bottom() > viewport()->height() || row.top() < AxisHeight)
        verticalScrollBar()->setValue(m_current * RowHeight);
    QToolTip::showText(viewport()->mapToGlobal(QPoint(labelWidth(), rowRect(m_current + 1).bottom())),
                       describe(m_current), this);
}

void SpanTimeline::updateScrollBar()
{
    const int height = AxisHeight + RowHeight * (spanCount() + 2) + Theme::Grid; // the last one for the first byte
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(RowHeight);
    verticalScrollBar()->setRange(0, std::max(0, height - viewport()->height()));
}

void SpanTimeline::setCurrent(int span)
{
    if (span == m_current)
        return;
    m_current = span;
    viewport()->update();
}

int SpanTimeline::spanAt(const QPoint &position) const
{
    for (int i = 0; i < spanCount(); ++i) {
        if (position.y() >= AxisHeight && rowRect(i + 1).contains(position))
            return i;
    }
    return -1;
}

QRect SpanTimeline::rowRect(int row) const
{
    return {0, AxisHeight + row * RowHeight - verticalScrollBar()->value(), viewport()->width(), RowHeight};
}

int SpanTimeline::labelWidth() const
{
    return std::clamp(viewport()->width() * 2 / 5, 14 * Theme::Grid, 40 * Theme::Grid);
}

qreal SpanTimeline::xOf(qint64 microseconds) const
{
    const qreal room = std::max(1, viewport()->width() - labelWidth() - RightMargin);
    return labelWidth() + room * qreal(microseconds) / qreal(totalUs());
}

qint64 SpanTimeline::totalUs() const
{
    qint64 total = std::max<qint64>(1, m_record.durationUs);
    for (const Span &span : m_record.spans)
        total = std::max(total, span.startUs + span.durationUs); // a span may outlast an aborted request
    return total;
}

QColor SpanTimeline::colorOf(const Span &span) const
{
    if (span.failed)
        return m_theme.color(Theme::Role::Danger);
    if (span.kind == "queue")
        return m_theme.color(Theme::Role::Neutral);
    if (span.kind == "handler")
        return m_theme.color(Theme::Role::Accent);
    if (span.kind == "database")
        return m_theme.color(Theme::Role::Info);
    if (span.kind == "redis" || span.kind == "cache")
        return m_theme.color(Theme::Role::Upgrade);
    if (span.kind == "crypto" || span.kind == "job")
        return m_theme.color(Theme::Role::Warning);
    return m_theme.color(Theme::Role::Success);
}

void SpanTimeline::paintAxis(QPainter &painter) const
{
    const double total = toMs(totalUs());
    const double step = tickStep(total, std::max(1, (viewport()->width() - labelWidth() - RightMargin) / TickWidth));
    for (int i = 0; i * step <= total * 1.001; ++i) {
        const qreal x = xOf(qint64(i * step * 1000));
        painter.setPen(m_theme.color(Theme::Role::ChartGrid));
        painter.drawLine(QPointF(x, AxisHeight), QPointF(x, viewport()->height()));
        painter.setPen(m_theme.color(Theme::Role::TextMuted));
        painter.drawText(QRectF(x - 40, 0, 80, AxisHeight), Qt::AlignCenter,
                         i == 0 ? u"0"_s : formatDuration(i * step));
    }
}

void SpanTimeline::paintBar(QPainter &painter, int row, qint64 startUs, qint64 durationUs, const QColor &color) const
{
    const QRect area = rowRect(row);
    const qreal left = xOf(startUs);
    const qreal width = std::max<qreal>(MinBarWidth, xOf(startUs + durationUs) - left);
    const QRectF bar(left, area.center().y() - BarHeight / 2.0 + 0.5, width, BarHeight);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawRoundedRect(bar, std::min(3.0, width / 2), 3);
    painter.setPen(m_theme.color(Theme::Role::Text));
    painter.drawText(QRectF(bar.right() + 6, area.top(), RightMargin, area.height()), Qt::AlignVCenter,
                     formatDuration(toMs(durationUs)));
}

void SpanTimeline::paintLabel(QPainter &painter, int row, const QString &kind, const QString &name) const
{
    const QRect area = rowRect(row).adjusted(Theme::Grid, 0, 0, 0);
    const QFontMetrics metrics = painter.fontMetrics();
    const int kindWidth = 8 * Theme::Grid;
    painter.setPen(m_theme.color(Theme::Role::TextMuted));
    painter.drawText(area, Qt::AlignVCenter, metrics.elidedText(kind, Qt::ElideRight, kindWidth - Theme::Grid));
    const int room = labelWidth() - kindWidth - 2 * Theme::Grid;
    painter.setPen(m_theme.color(Theme::Role::Text));
    painter.drawText(area.adjusted(kindWidth, 0, 0, 0), Qt::AlignVCenter,
                     metrics.elidedText(name, Qt::ElideRight, room));
}

void SpanTimeline::paintSpan(QPainter &painter, int span) const
{
    const Span &one = m_record.spans.at(span);
    if (span == m_current)
        painter.fillRect(rowRect(span + 1), m_theme.color(Theme::Role::SurfaceRaised));
    const QString name = one.failed ? tr("%1 (failed)").arg(QString::fromUtf8(one.name)) : QString::fromUtf8(one.name);
    paintLabel(painter, span + 1, QString::fromUtf8(one.kind), name);
    paintBar(painter, span + 1, one.startUs, one.durationUs, colorOf(one));
}

void SpanTimeline::paintTtfb(QPainter &painter) const
{
    if (m_record.ttfbUs < 0)
        return;
    const qreal x = xOf(m_record.ttfbUs);
    const int below = std::min(rowRect(spanCount() + 1).top(), viewport()->height() - RowHeight);
    painter.setPen(QPen(m_theme.color(Theme::Role::Accent), 1, Qt::DashLine));
    painter.drawLine(QPointF(x, AxisHeight - 4), QPointF(x, below + RowHeight / 2.0));
    painter.setPen(m_theme.color(Theme::Role::Accent));
    const QString text = tr("first byte %1").arg(formatDuration(toMs(m_record.ttfbUs)));
    const int width = painter.fontMetrics().horizontalAdvance(text) + Theme::Grid;
    const qreal left = x - width - Theme::Grid / 2.0 < labelWidth() ? x + Theme::Grid / 2.0 : x - width;
    painter.drawText(QRectF(left, below, width, RowHeight), Qt::AlignCenter, text);
}

} // namespace signalbox::ui
