// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/charts/chart_card.h"

#include "widgets/charts/time_chart.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace signalbox::ui {

namespace {
constexpr int Gap = Theme::Grid;
constexpr int EntryGap = 2 * Theme::Grid;
} // namespace

ChartCard::ChartCard(const Theme &theme, const QString &title, const QString &help, QChartView *chart, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_title(new QLabel(title, this))
    , m_legend(new ChartLegend(theme, this))
{
    QFont font = theme.font();
    font.setWeight(QFont::DemiBold);
    m_title->setFont(font);
    m_title->setToolTip(help);
    m_title->setAccessibleDescription(help);
    chart->setToolTip(QString());
    auto *header = new QHBoxLayout;
    header->setContentsMargins(Gap + Gap / 2, Gap, Gap + Gap / 2, 0);
    header->addWidget(m_title);
    header->addWidget(m_legend, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, Gap / 2);
    layout->setSpacing(Gap / 2);
    layout->addLayout(header);
    layout->addWidget(chart, 1);
    connect(&m_theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ChartCard::setLegend(const QList<ChartFigure> &figures)
{
    m_legend->setFigures(figures);
}

void ChartCard::followLegendOf(TimeChart *chart)
{
    connect(chart, &TimeChart::legendChanged, this, [this, chart] { setLegend(chart->legend()); });
}

void ChartCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_theme.color(Theme::Role::Border));
    painter.setBrush(m_theme.color(Theme::Role::Surface));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
}

ChartLegend::ChartLegend(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setFont(theme.font(0.92));
}

void ChartLegend::setFigures(const QList<ChartFigure> &figures)
{
    if (figures == m_figures)
        return;
    m_figures = figures;
    QStringList texts;
    for (const ChartFigure &figure : figures)
        texts.append(figure.name + QLatin1Char(' ') + figure.value);
    setAccessibleName(texts.join(QStringLiteral(", ")));
    update();
}

QSize ChartLegend::sizeHint() const
{
    return {200, fontMetrics().height() + 2};
}

void ChartLegend::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QFontMetrics metrics = fontMetrics();
    int right = width();
    for (auto figure = m_figures.crbegin(); figure != m_figures.crend(); ++figure) {
        // Room for a wide figure is kept, so that entries don't jump as their figures change.
        const int least = figure->value.isEmpty() ? 0 : metrics.horizontalAdvance(QStringLiteral("000 ms"));
        const int value = qMax(metrics.horizontalAdvance(figure->value), least);
        const int name = metrics.horizontalAdvance(figure->name);
        const int left = right - value - Gap / 2 - name - Gap - Gap / 2;
        if (left < 0)
            return;
        painter.setPen(Qt::NoPen);
        painter.setBrush(figure->color);
        painter.drawRoundedRect(QRectF(left, height() / 2.0 - Gap / 2.0 + 0.5, Gap, Gap), 2, 2);
        painter.setPen(m_theme.color(Theme::Role::TextMuted));
        painter.drawText(QRect(left + Gap + Gap / 2, 0, name + 1, height()), Qt::AlignVCenter, figure->name);
        painter.setPen(m_theme.color(Theme::Role::Text));
        painter.drawText(QRect(right - value, 0, value, height()), Qt::AlignVCenter | Qt::AlignLeft, figure->value);
        right = left - EntryGap;
    }
}

} // namespace signalbox::ui
