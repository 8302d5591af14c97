// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/charts/series_data.h"

#include <QObject>

#include <optional>

namespace signalbox::ui {

// What charts above one another share: the time they show, where the pointer is, and a part being picked by a drag.
// Main thread; owned by the page, and outlives its charts.
class ChartTimeline : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    TimeSpan span() const { return m_span; }
    void setSpan(TimeSpan span);

    // When the window was not connected: marked even where the server's series filled it in afterwards.
    const QList<TimeSpan> &disconnected() const { return m_disconnected; }
    void setDisconnected(const QList<TimeSpan> &spans);
    bool wasDisconnected(qint64 atMs) const;

    std::optional<qint64> hoverMs() const { return m_hoverMs; }
    void setHover(std::optional<qint64> atMs);

    std::optional<TimeSpan> selection() const { return m_selection; }
    void setSelection(std::optional<TimeSpan> selection); // in either direction while it is dragged
    void pickSelection(); // announces it, the earlier end first, and clears it
    void goLive() { emit liveWanted(); }

signals:
    void spanChanged();
    void disconnectedChanged();
    void hoverChanged();
    void selectionChanged();
    void picked(qint64 fromMs, qint64 toMs);
    void liveWanted();

private:
    TimeSpan m_span;
    QList<TimeSpan> m_disconnected;
    std::optional<qint64> m_hoverMs;
    std::optional<TimeSpan> m_selection;
};

} // namespace signalbox::ui
