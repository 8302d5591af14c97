// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "telemetry/cell.h"
#include "telemetry/concurrency_tally.h"

#include <deque>
#include <optional>
#include <vector>

namespace signalbox::telemetry {

class EncodedRecord;

// Figures over time, of all requests and of each route: each second of the last hour and each 10 s of the last day.
// Bounded in bytes: when there is too much, the oldest steps lose the figures of their routes first. Times are
// seconds since the epoch and come from the caller. Collector's thread only.
class Series {
public:
    enum Resolution : int { Second, TenSeconds, ResolutionCount };
    static constexpr qint64 stepSeconds[ResolutionCount] = {1, 10};
    static constexpr std::size_t maxSteps[ResolutionCount] = {3600, 8640};

    Series(qint64 maxBytes, int reactors, qint64 nowSecond);

    // Counts a request into the second that is open.
    void record(const EncodedRecord &record, int route);

    struct Gauges {
        int activeMax = 0;
        int connections = 0;
        qint64 loopDelayUs = 0;
    };
    // What the server itself is at, for the open second.
    void observe(const Gauges &gauges);

    qint64 openSecond() const { return m_open; }
    qint64 startSecond() const { return m_start; }
    // Closes the open second, and opens `second`. Seconds between count as idle when they are few (the collector was
    // late), else they are left out (the machine slept). Back in time: what lies in the future from there is dropped.
    void advanceTo(qint64 second);

    // A part of what is kept.
    struct Selection {
        Resolution resolution = Second;
        qint64 from = 0; // seconds, inclusive
        qint64 to = 0; // exclusive
        std::optional<int> route;
    };
    // The finest resolution that has the whole part; of routes, what the bound on bytes has left.
    Resolution finestFor(qint64 fromSecond, bool ofRoutes) const;

    // Visits the steps of a selection that begin at `from` or later, the oldest first, until `visit(second, cell)`
    // says false. Returns where to go on, or nothing when all were visited. `cell` lives during the call only.
    template <typename Visit> std::optional<qint64> visit(const Selection &selection, Visit visit) const;
    // The same for every route with requests: `visit(route, cell bytes)` once a route and step.
    template <typename Visit, typename Goes>
    std::optional<qint64> visitRoutes(const Selection &selection, Visit visit, Goes goes) const;

    // What isn't closed yet.
    const Cell &open() const { return m_openAll; }
    const Cell *open(int route) const;
    int openRoutes() const { return static_cast<int>(m_openRoutes.size()); }
    const std::vector<quint32> &openReactors() const { return m_openReactors; }
    const ConcurrencyTally &openConcurrency() const { return m_openConcurrency; }

    // Adds the requests of each reactor in the selection's steps of a second to `counts`.
    void addReactors(qint64 fromSecond, std::vector<quint64> &counts) const;
    // Adds how many were in flight when the requests of a route began, from the steps of 10 s.
    void addConcurrency(qint64 fromSecond, qint64 toSecond, int route, ConcurrencyTally &tally) const;

    qint64 bytes() const { return m_bytes[Second] + m_bytes[TenSeconds]; }

private:
    struct Slot {
        qint64 second = 0;
        QByteArray all; // a cell, then the requests of each reactor
        QByteArray routes; // for each: number, size of its cell, cell, size of its concurrency, concurrency
        bool hadRoutes = true; // false once they were given up
        qint64 bytes() const { return qint64(sizeof(Slot)) + all.capacity() + routes.capacity() + 48; }
    };
    struct RouteEntry {
        int route = 0;
        QByteArrayView cell;
        QByteArrayView concurrency;
    };

    void closeSecond();
    void sleepUntil(qint64 second);
    void closeTenSeconds(qint64 begin);
    void store(Resolution resolution, Slot slot);
    void keepBound(Resolution resolution);
    void dropFrom(qint64 second);
    std::deque<Slot>::const_iterator firstFrom(Resolution resolution, qint64 second) const;
    static bool takeEntry(QByteArrayView &bytes, RouteEntry &entry);
    static QByteArrayView findRoute(const Slot &slot, int route);

    const qint64 m_maxBytes;
    std::deque<Slot> m_slots[ResolutionCount];
    qint64 m_bytes[ResolutionCount] = {};

    qint64 m_start;
    qint64 m_open;
    Cell m_openAll;
    std::vector<Cell> m_openRoutes; // by route
    std::vector<int> m_touched; // routes with requests in the open second
    std::vector<quint32> m_openReactors;
    ConcurrencyTally m_openConcurrency; // of the open 10 s
    mutable Cell m_scratch;
};

template <typename Visit> std::optional<qint64> Series::visit(const Selection &selection, Visit visit) const
{
    for (auto slot = firstFrom(selection.resolution, selection.from);
         slot != m_slots[selection.resolution].end() && slot->second < selection.to; ++slot) {
        QByteArrayView bytes = selection.route ? findRoute(*slot, *selection.route) : QByteArrayView(slot->all);
        m_scratch.clear();
        if (!bytes.isEmpty())
            m_scratch.mergeFrom(bytes);
        if (!visit(slot->second, m_scratch))
            return slot->second + 1;
    }
    return std::nullopt;
}

template <typename Visit, typename Goes>
std::optional<qint64> Series::visitRoutes(const Selection &selection, Visit visit, Goes goes) const
{
    for (auto slot = firstFrom(selection.resolution, selection.from);
         slot != m_slots[selection.resolution].end() && slot->second < selection.to; ++slot) {
        QByteArrayView rest = slot->routes;
        for (RouteEntry entry; takeEntry(rest, entry);)
            visit(entry.route, entry.cell);
        if (!goes())
            return slot->second + 1;
    }
    return std::nullopt;
}

} // namespace signalbox::telemetry
