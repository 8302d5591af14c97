// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QBasicTimer>
#include <QObject>

#include <chrono>
#include <coroutine>
#include <utility>

namespace signalbox::jobs {

// What one coroutine waits for until another part of its thread wakes it, or a time is over. One thread, with an event
// loop; one waits at a time. Its destructor ends the wait at once.
class WakeUp : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    ~WakeUp() override { resume(); }

    class Awaiter {
    public:
        Awaiter(WakeUp &wakeUp, std::chrono::milliseconds atMost)
            : m_wakeUp(wakeUp)
            , m_atMost(atMost)
        {
        }
        bool await_ready() const noexcept { return m_atMost.count() <= 0 || std::exchange(m_wakeUp.m_isWoken, false); }
        void await_suspend(std::coroutine_handle<> waiting) { m_wakeUp.suspend(waiting, m_atMost); }
        void await_resume() const noexcept { }

    private:
        WakeUp &m_wakeUp;
        std::chrono::milliseconds m_atMost;
    };

    // Not at all when it was woken since the last wait.
    Awaiter wait(std::chrono::milliseconds atMost) { return {*this, atMost}; }
    void wake(); // who waits goes on before this returns

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    void suspend(std::coroutine_handle<> waiting, std::chrono::milliseconds atMost);
    void resume();

    std::coroutine_handle<> m_waiting;
    bool m_isWoken = false;
    QBasicTimer m_timer;
};

} // namespace signalbox::jobs
