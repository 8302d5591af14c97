// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <vector>

namespace signalbox::ui {

// How late the main thread comes to what waits for it: a timer's lateness, over the last seconds. What the console
// measures of itself. Main thread.
class LoopLag : public QObject {
    Q_OBJECT
public:
    explicit LoopLag(QObject *parent = nullptr);

    double p99Ms() const;
    double maxMs() const;

signals:
    void measured(); // once a second

private:
    void tick();

    QTimer m_timer;
    QElapsedTimer m_since;
    std::vector<double> m_lateMs; // a ring
    std::size_t m_next = 0;
};

} // namespace signalbox::ui
