// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/cache/memory_bar.h"

#include "widgets/format.h"

#include <QPainter>

namespace signalbox::ui {

namespace {

constexpr int Height = Theme::Grid;
constexpr double Tight = 0.75; // of the limit
constexpr double VeryTight = 0.9;

} // namespace

MemoryBar::MemoryBar(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setObjectName(QStringLiteral("redisMemoryBar"));
    setAccessibleName(tr("Memory"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void MemoryBar::setMemory(qint64 used, qint64 peak, qint64 max)
{
    m_used = used;
    m_peak = peak;
    m_max = max;
    const QString text = max > 0
        ? tr("%1 of %2 used, at most %3 so far")
              .arg(formatBytes(double(used)), formatBytes(double(max)), formatBytes(double(peak)))
        : tr("%1 used, at most %2 so far, without a limit").arg(formatBytes(double(used)), formatBytes(double(peak)));
    setAccessibleDescription(text);
    setToolTip(text);
    update();
}

qint64 MemoryBar::whole() const
{
    return std::max<qint64>({1, m_max > 0 ? m_max : m_peak, m_used});
}

double MemoryBar::share() const
{
    return double(m_used) / double(whole());
}

Theme::Role MemoryBar::colour() const
{
    if (m_max <= 0 || share() < Tight)
        return Theme::Role::Accent;
    return share() < VeryTight ? Theme::Role::Warning : Theme::Role::Danger;
}

QSize MemoryBar::sizeHint() const
{
    return {20 * Theme::Grid, Height};
}

void MemoryBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const QRectF room = rect();
    painter.setBrush(m_theme.color(Theme::Role::ChartGrid));
    painter.drawRoundedRect(room, 4, 4);
    painter.setBrush(m_theme.color(colour()));
    painter.drawRoundedRect(QRectF(0, 0, std::max(8.0, room.width() * share()), room.height()), 4, 4);
    const double peak = std::min(1.0, double(m_peak) / double(whole())) * room.width();
    painter.setBrush(m_theme.color(Theme::Role::Text));
    if (m_max > 0 && m_peak > 0)
        painter.drawRect(QRectF(std::min(peak, room.width() - 2), 0, 2, room.height()));
}

} // namespace signalbox::ui
