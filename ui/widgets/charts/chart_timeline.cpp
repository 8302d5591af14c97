// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/charts/chart_timeline.h"

#include <algorithm>

namespace signalbox::ui {

void ChartTimeline::setSpan(TimeSpan span)
{
    if (span == m_span)
        return;
    m_span = span;
    emit spanChanged();
}

void ChartTimeline::setDisconnected(const QList<TimeSpan> &spans)
{
    if (spans == m_disconnected)
        return;
    m_disconnected = spans;
    emit disconnectedChanged();
}

bool ChartTimeline::wasDisconnected(qint64 atMs) const
{
    return std::any_of(m_disconnected.begin(), m_disconnected.end(),
                       [atMs](TimeSpan span) { return span.fromMs <= atMs && atMs < span.toMs; });
}

void ChartTimeline::setHover(std::optional<qint64> atMs)
{
    if (atMs == m_hoverMs)
        return;
    m_hoverMs = atMs;
    emit hoverChanged();
}

void ChartTimeline::setSelection(std::optional<TimeSpan> selection)
{
    if (selection == m_selection)
        return;
    m_selection = selection;
    emit selectionChanged();
}

void ChartTimeline::pickSelection()
{
    if (!m_selection)
        return;
    const auto [from, to] = std::minmax(m_selection->fromMs, m_selection->toMs);
    const TimeSpan span{from, to};
    setSelection(std::nullopt);
    emit picked(span.fromMs, span.toMs);
}

} // namespace signalbox::ui
