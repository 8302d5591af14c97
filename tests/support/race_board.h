// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <array>
#include <atomic>
#include <chrono>
#include <optional>

namespace signalbox::test {

// What processes that read and write the same rows tell each other of what was answered: memory that they share, by a
// file. Any thread.
class RaceBoard {
public:
    using Clock = std::chrono::steady_clock; // the same for all processes of a machine

    static constexpr int rows = 5;

    explicit RaceBoard(const QString &path); // made when it isn't there
    ~RaceBoard();
    RaceBoard(const RaceBoard &) = delete;
    RaceBoard &operator=(const RaceBoard &) = delete;

    void answered(int row, qint64 number, Clock::time_point at); // a write
    qint64 floor(int row) const; // what was answered until now
    qint64 floorAt(int row, Clock::time_point at) const; // until then, or 1 when that is too long ago

    std::atomic<bool> &isOver();

private:
    struct Answer {
        std::atomic<qint64> number;
        std::atomic<Clock::rep> at;
    };
    struct Row {
        std::atomic<qint64> floor;
        std::array<Answer, 4096> answers; // by number
    };
    struct Shared {
        std::atomic<bool> isOver;
        std::array<Row, rows> row;
    };

    Shared *m_shared;
};

} // namespace signalbox::test
