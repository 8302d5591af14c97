// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QMutex>
#include <QThread>
#include <QWaitCondition>

#include <atomic>
#include <functional>

namespace signalbox::store {

// A thread that looks at deadlines some dozens of times a second while there is work, and sleeps when there is none.
class DeadlineWatch : public QThread {
public:
    using Look = std::function<bool()>; // false: there was nothing to look after

    explicit DeadlineWatch(Look look);
    ~DeadlineWatch() override;

    // There is work. Any thread; costs next to nothing while the watch is awake.
    void wake();

private:
    void run() override;
    bool sleep(bool isIdle);

    Look m_look;
    std::atomic<bool> m_awake = true;
    QMutex m_mutex;
    QWaitCondition m_changed;
    bool m_stopping = false;
};

} // namespace signalbox::store
