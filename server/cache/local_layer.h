// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QHash>
#include <QMutex>

#include <array>
#include <atomic>
#include <chrono>
#include <list>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace signalbox::cache {

// Values of a namespace that this process keeps for itself, by id; those asked for least recently go first when there
// are too many, or too many bytes. Any thread; each call locks one stripe of it for a moment.
//
// Who reads a value elsewhere to put it here takes a stamp BEFORE it begins to read. What is dropped meanwhile makes
// the stamp worthless, so that nothing older than the drop gets in after it.
class LocalLayer {
public:
    using Clock = std::chrono::steady_clock;

    struct Bounds {
        qsizetype entries = 0; // 0: nothing is kept
        qsizetype bytes = 0;
    };
    struct Entry {
        std::optional<QByteArray> value; // nothing: it is known not to be there
    };
    class Stamp {
        friend class LocalLayer;
        quint32 m_epoch = 0; // 0: of no use
        quint32 m_mark = 0;
    };
    struct Size {
        qsizetype entries = 0;
        qsizetype bytes = 0;
    };

    explicit LocalLayer(Bounds bounds);
    ~LocalLayer();

    // It is of use only while it is told what to drop; empty, and closed, until it is.
    void open();
    void close();
    bool isOpen() const { return m_isOpen.load(); }
    void clear();

    std::optional<Entry> find(const QByteArray &id, Clock::time_point now);
    Stamp stamp(const QByteArray &id) const;
    // False when the stamp is worth nothing any more.
    bool put(const QByteArray &id, std::optional<QByteArray> value, Clock::time_point until, Stamp stamp);
    void drop(const QByteArray &id);

    Size size() const;

private:
    struct Stored {
        QByteArray id;
        std::optional<QByteArray> value;
        Clock::time_point until;
        qsizetype bytes() const { return id.size() + (value ? value->size() : 0) + overhead; }
    };
    struct Hash {
        std::size_t operator()(const QByteArray &id) const { return qHash(id); }
    };
    using Order = std::list<Stored>; // the one asked for last comes first
    struct Stripe {
        mutable QMutex mutex;
        Order order;
        std::unordered_map<QByteArray, Order::iterator, Hash> byId;
        qsizetype bytes = 0;

        void erase(Order::iterator entry);
    };

    static constexpr qsizetype overhead = 160; // of the list, the map and the bytes' own headers
    static constexpr std::size_t markCount = 4096;

    Stripe &stripeOf(std::size_t hash) const { return m_stripes[(hash >> 12) % m_stripeCount]; }
    std::atomic<quint32> &markOf(std::size_t hash) const { return m_marks[hash % markCount]; }
    bool isWorth(const Stamp &stamp, std::size_t hash) const;
    void trim(Stripe &stripe) const;

    const Bounds m_bounds;
    const std::size_t m_stripeCount;
    std::unique_ptr<Stripe[]> m_stripes;
    // Counts what was dropped, ids that share one together: a stamp then is worth nothing for no reason, which costs a
    // read.
    mutable std::array<std::atomic<quint32>, markCount> m_marks{};
    std::atomic<quint32> m_epoch = 1; // changes when all is dropped
    std::atomic<bool> m_isOpen = false;
};

} // namespace signalbox::cache
