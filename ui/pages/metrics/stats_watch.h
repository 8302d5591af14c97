// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/metrics/admin_poller.h"
#include "pages/metrics/stats_figures.h"
#include "widgets/charts/series_data.h"

#include <optional>

namespace signalbox::ui {

class TimeRange;

// The figures of the range that the window shows, and those of the time before to compare with: live, the last 10
// seconds against the minute before; else the range against as long before it. Main thread.
class StatsWatch : public QObject {
    Q_OBJECT
public:
    explicit StatsWatch(QObject *parent = nullptr);

    void setSession(Session *session);
    void setRunning(bool running); // only while it is shown, and not paused

    const std::optional<StatsFigures> &current() const { return m_current; }
    const std::optional<StatsFigures> &before() const { return m_before; } // none for all that is kept
    QString currentPeriod() const; // for a person: "the last 10 s"
    QString periodBefore() const; // "the minute before"

signals:
    void changed();

private:
    void changeRange();
    void take(const QCborMap &answer);
    TimeSpan spanBefore(const StatsFigures &current) const;

    QPointer<TimeRange> m_range;
    AdminPoller m_now;
    AdminPoller m_earlier;
    std::optional<StatsFigures> m_current;
    std::optional<StatsFigures> m_before;
};

} // namespace signalbox::ui
