// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QList>

#include <coroutine>
#include <utility>

namespace signalbox::test {

// Holds handlers and middleware until the test lets them go.
class Barrier {
public:
    auto wait()
    {
        struct Awaiter {
            Barrier &barrier;
            bool await_ready() const { return false; }
            void await_suspend(std::coroutine_handle<> handle) { barrier.m_waiting.append(handle); }
            void await_resume() const { }
        };
        return Awaiter{*this};
    }

    qsizetype waiting() const { return m_waiting.size(); }

    void release()
    {
        for (const auto &handle : std::exchange(m_waiting, {}))
            handle.resume();
    }

private:
    QList<std::coroutine_handle<>> m_waiting;
};

} // namespace signalbox::test
