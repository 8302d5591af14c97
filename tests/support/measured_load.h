// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArrayList>
#include <QList>

#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>
#include <vector>

namespace signalbox::test {

// Clients that ask a server steadily from threads of their own, and note how each request went.
class MeasuredLoad {
public:
    using Clock = std::chrono::steady_clock;
    using Milliseconds = std::chrono::duration<double, std::milli>;

    struct Sample {
        Clock::time_point sent;
        Milliseconds took{0};
        int status = 0; // 0: no answer came
        bool isRead = true;
        bool isHit = false; // of the cache
    };
    using Samples = std::vector<Sample>;

    // One connection for each list, which are whole requests: it sends them in turn, again and again, with a pause
    // after each answer.
    MeasuredLoad(quint16 port, const QList<QByteArrayList> &requests, std::chrono::milliseconds pause);
    ~MeasuredLoad();
    MeasuredLoad(const MeasuredLoad &) = delete;
    MeasuredLoad &operator=(const MeasuredLoad &) = delete;

    Samples samples() const; // so far, in the order of their answers
    qsizetype countSince(Clock::time_point from) const;

    static Samples between(const Samples &all, Clock::time_point from, Clock::time_point to);
    static double percentile(const Samples &samples, double share); // in ms; 0 of none

private:
    void run(const QByteArrayList &requests);

    const quint16 m_port;
    const std::chrono::milliseconds m_pause;
    std::atomic<bool> m_isOver = false;
    mutable std::mutex m_mutex; // for what follows
    Samples m_samples;
    std::vector<std::thread> m_threads;
};

} // namespace signalbox::test
