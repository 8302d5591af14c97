// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "histogram.h"

#include <QMutex>

#include <array>
#include <atomic>
#include <chrono>

namespace signalbox::cache {

enum class Figure : quint8 {
    LocalHits, // answered from the process itself
    Hits, // answered from Redis
    Misses, // neither had it (`?fresh=1` isn't one)
    Loads, // reads of the database
    Joined, // misses that another's load answered
    RefreshedEarly, // loads beside requests, before the value expired
    NotFound, // of all reads, those that found that there is nothing
    StaleAvoided, // loads whose value wasn't kept, since something was written meanwhile
    InvalidationsSent, // keys
    InvalidationsReceived, // keys, by broadcast
    InvalidationsFailed, // keys; they are tried again
    Errors, // of Redis
    BytesIn, // of values, from Redis
    BytesOut, // of values, to Redis
    Count,
};

// A value.
struct Counts {
    std::array<quint64, std::size_t(Figure::Count)> of{};

    quint64 operator[](Figure figure) const { return of[std::size_t(figure)]; }
    quint64 &operator[](Figure figure) { return of[std::size_t(figure)]; }
    Counts &operator+=(const Counts &other);
    bool operator==(const Counts &) const = default;
};

// What a namespace has done with one strategy since the start. Any thread. Counting writes to memory of the thread's
// own, so that reactors don't slow each other down.
class Figures {
public:
    void add(Figure figure, quint64 by = 1);
    void addLoad(std::chrono::microseconds took, bool early); // a load that ended, whatever with

    Counts counts() const;
    Histogram loadTimes() const; // µs

private:
    static constexpr std::size_t slotCount = 64; // threads beyond that share

    struct alignas(64) Slot {
        std::array<std::atomic<quint64>, std::size_t(Figure::Count)> counts{};
    };

    std::array<Slot, slotCount> m_slots;
    mutable QMutex m_mutex; // for what follows
    Histogram m_loadTimes;
};

} // namespace signalbox::cache
