// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/series.h"

#include "telemetry/encoded_record.h"
#include "varint.h"

#include <algorithm>

namespace signalbox::telemetry {

namespace {

// More idle seconds than this at once were not idle: nothing ran.
constexpr qint64 longestGap = 10;

void appendBlock(QByteArray &bytes, const QByteArray &block)
{
    appendVarint(bytes, static_cast<quint64>(block.size()));
    bytes.append(block);
}

bool takeBlock(QByteArrayView &bytes, QByteArrayView &block)
{
    quint64 size = 0;
    if (!takeVarint(bytes, size) || size > static_cast<quint64>(bytes.size()))
        return false;
    block = bytes.first(static_cast<qsizetype>(size));
    bytes = bytes.sliced(static_cast<qsizetype>(size));
    return true;
}

void appendEntry(QByteArray &bytes, int route, const Cell &cell, const QByteArray &concurrency)
{
    QByteArray block;
    cell.appendTo(block);
    appendVarint(bytes, static_cast<quint64>(route));
    appendBlock(bytes, block);
    appendBlock(bytes, concurrency);
}

} // namespace

Series::Series(qint64 maxBytes, int reactors, qint64 nowSecond)
    : m_maxBytes(maxBytes)
    , m_start(nowSecond)
    , m_open(nowSecond)
    , m_openReactors(static_cast<std::size_t>(reactors))
{
}

void Series::record(const EncodedRecord &record, int route)
{
    const auto index = static_cast<std::size_t>(route);
    if (index >= m_openRoutes.size())
        m_openRoutes.resize(index + 1);
    Cell &ofRoute = m_openRoutes[index];
    if (ofRoute.requests == 0)
        m_touched.push_back(route);
    ofRoute.record(record);
    m_openAll.record(record);
    const EncodedRecord::Head &head = record.head();
    if (head.reactor < m_openReactors.size())
        ++m_openReactors[head.reactor];
    m_openConcurrency.add(route, ConcurrencyTally::levelOf(std::max(head.active, 1U)),
                          Histogram::bucketOf(head.durationUs));
}

void Series::observe(const Gauges &gauges)
{
    m_openAll.activeMax = std::max(m_openAll.activeMax, static_cast<quint64>(std::max(gauges.activeMax, 0)));
    m_openAll.connections = static_cast<quint64>(std::max(gauges.connections, 0));
    m_openAll.loopDelayUs =
        std::max(m_openAll.loopDelayUs, static_cast<quint64>(std::max<qint64>(gauges.loopDelayUs, 0)));
}

const Cell *Series::open(int route) const
{
    const auto index = static_cast<std::size_t>(route);
    return index < m_openRoutes.size() ? &m_openRoutes[index] : nullptr;
}

void Series::advanceTo(qint64 second)
{
    if (second < m_open) {
        dropFrom(second);
        m_open = second;
        return;
    }
    while (m_open < second) {
        closeSecond();
        if (second - m_open > longestGap)
            sleepUntil(second);
        else
            ++m_open;
    }
}

void Series::sleepUntil(qint64 second)
{
    const qint64 step = stepSeconds[TenSeconds];
    const bool closed = m_open % step == step - 1;
    if (!closed && m_open / step != second / step)
        closeTenSeconds(m_open - m_open % step);
    m_open = second;
}

void Series::closeSecond()
{
    Slot slot;
    slot.second = m_open;
    m_openAll.appendTo(slot.all);
    for (quint32 &requests : m_openReactors)
        appendVarint(slot.all, std::exchange(requests, 0));
    for (const int route : m_touched) {
        Cell &cell = m_openRoutes[static_cast<std::size_t>(route)];
        appendEntry(slot.routes, route, cell, {});
        cell.clear();
    }
    m_touched.clear();
    m_openAll.clear();
    store(Second, std::move(slot));
    const qint64 step = stepSeconds[TenSeconds];
    if (m_open % step == step - 1)
        closeTenSeconds(m_open - step + 1);
}

void Series::closeTenSeconds(qint64 begin)
{
    Slot slot;
    slot.second = begin;
    Cell sum;
    std::vector<Cell> routes(m_openRoutes.size());
    const Selection seconds{Second, begin, begin + stepSeconds[TenSeconds], std::nullopt};
    visit(seconds, [&sum](qint64, const Cell &cell) {
        sum.merge(cell);
        return true;
    });
    visitRoutes(
        seconds, [&routes](int route, QByteArrayView cell) { routes[static_cast<std::size_t>(route)].mergeFrom(cell); },
        [] { return true; });
    std::vector<QByteArray> concurrency(routes.size());
    m_openConcurrency.forEachRoute(
        [&concurrency](int route, const QByteArray &bytes) { concurrency[static_cast<std::size_t>(route)] = bytes; });
    m_openConcurrency.clear();
    sum.appendTo(slot.all);
    for (std::size_t route = 0; route < routes.size(); ++route) {
        if (routes[route].requests > 0)
            appendEntry(slot.routes, static_cast<int>(route), routes[route], concurrency[route]);
    }
    store(TenSeconds, std::move(slot));
}

void Series::store(Resolution resolution, Slot slot)
{
    slot.all.squeeze();
    slot.routes.squeeze();
    m_bytes[resolution] += slot.bytes();
    m_slots[resolution].push_back(std::move(slot));
    keepBound(resolution);
}

void Series::keepBound(Resolution resolution)
{
    auto &steps = m_slots[resolution];
    while (steps.size() > maxSteps[resolution]) {
        m_bytes[resolution] -= steps.front().bytes();
        steps.pop_front();
    }
    const qint64 bound = m_maxBytes / ResolutionCount;
    for (auto slot = steps.begin(); m_bytes[resolution] > bound && slot != steps.end(); ++slot) {
        const qint64 before = slot->bytes();
        slot->routes = QByteArray();
        slot->hadRoutes = false;
        m_bytes[resolution] -= before - slot->bytes();
    }
    while (m_bytes[resolution] > bound && !steps.empty()) {
        m_bytes[resolution] -= steps.front().bytes();
        steps.pop_front();
    }
}

void Series::dropFrom(qint64 second)
{
    for (int resolution = 0; resolution < ResolutionCount; ++resolution) {
        auto &steps = m_slots[resolution];
        while (!steps.empty() && steps.back().second + stepSeconds[resolution] > second) {
            m_bytes[resolution] -= steps.back().bytes();
            steps.pop_back();
        }
    }
    m_start = std::min(m_start, second);
}

std::deque<Series::Slot>::const_iterator Series::firstFrom(Resolution resolution, qint64 second) const
{
    const auto &steps = m_slots[resolution];
    return std::partition_point(steps.begin(), steps.end(),
                                [second](const Slot &slot) { return slot.second < second; });
}

Series::Resolution Series::finestFor(qint64 fromSecond, bool ofRoutes) const
{
    const auto &seconds = m_slots[Second];
    const auto oldest = std::partition_point(seconds.begin(), seconds.end(),
                                             [ofRoutes](const Slot &slot) { return ofRoutes && !slot.hadRoutes; });
    const bool fromTheStart = oldest == seconds.begin() && (oldest == seconds.end() || oldest->second <= m_start);
    const bool reachesBack = oldest != seconds.end() && oldest->second <= fromSecond;
    return fromTheStart || reachesBack || m_slots[TenSeconds].empty() ? Second : TenSeconds;
}

bool Series::takeEntry(QByteArrayView &bytes, RouteEntry &entry)
{
    quint64 route = 0;
    if (!takeVarint(bytes, route) || !takeBlock(bytes, entry.cell) || !takeBlock(bytes, entry.concurrency))
        return false;
    entry.route = static_cast<int>(route);
    return true;
}

QByteArrayView Series::findRoute(const Slot &slot, int route)
{
    QByteArrayView rest = slot.routes;
    for (RouteEntry entry; takeEntry(rest, entry);) {
        if (entry.route == route)
            return entry.cell;
    }
    return {};
}

void Series::addReactors(qint64 fromSecond, std::vector<quint64> &counts) const
{
    Cell ignored;
    for (auto slot = firstFrom(Second, fromSecond); slot != m_slots[Second].end(); ++slot) {
        QByteArrayView rest = slot->all;
        ignored.clear();
        ignored.mergeFrom(rest);
        quint64 requests = 0;
        for (quint64 &count : counts) {
            if (takeVarint(rest, requests))
                count += requests;
        }
    }
    for (std::size_t i = 0; i < std::min(counts.size(), m_openReactors.size()); ++i)
        counts[i] += m_openReactors[i];
}

void Series::addConcurrency(qint64 fromSecond, qint64 toSecond, int route, ConcurrencyTally &tally) const
{
    const qint64 begin = fromSecond - fromSecond % stepSeconds[TenSeconds];
    for (auto slot = firstFrom(TenSeconds, begin); slot != m_slots[TenSeconds].end() && slot->second < toSecond;
         ++slot) {
        QByteArrayView rest = slot->routes;
        for (RouteEntry entry; takeEntry(rest, entry);) {
            if (entry.route == route)
                tally.mergeFrom(entry.concurrency, route);
        }
    }
    if (toSecond > m_open - m_open % stepSeconds[TenSeconds])
        tally.mergeFrom(m_openConcurrency.encoded(route), route);
}

} // namespace signalbox::telemetry
