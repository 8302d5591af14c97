// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cache/local_layer.h"

namespace signalbox::cache {

namespace {

constexpr std::size_t manyStripes = 16;
constexpr qsizetype entriesForStripes = 1024; // of fewer, each stripe would keep too few

} // namespace

LocalLayer::LocalLayer(Bounds bounds)
    : m_bounds(bounds)
    , m_stripeCount(bounds.entries >= entriesForStripes ? manyStripes : 1)
    , m_stripes(std::make_unique<Stripe[]>(m_stripeCount))
{
}

LocalLayer::~LocalLayer() = default;

void LocalLayer::open()
{
    if (m_isOpen.load() || m_bounds.entries == 0)
        return;
    clear();
    m_isOpen.store(true);
}

void LocalLayer::close()
{
    m_isOpen.store(false);
    clear();
}

// Stamps become worthless first: what they let in before that is in some stripe that isn't emptied yet.
void LocalLayer::clear()
{
    if (m_epoch.fetch_add(1) == ~quint32(0) - 1)
        m_epoch.store(1); // 0 is no stamp
    for (std::size_t i = 0; i < m_stripeCount; ++i) {
        const QMutexLocker lock(&m_stripes[i].mutex);
        m_stripes[i].byId.clear();
        m_stripes[i].order.clear();
        m_stripes[i].bytes = 0;
    }
}

std::optional<LocalLayer::Entry> LocalLayer::find(const QByteArray &id, Clock::time_point now)
{
    if (!m_isOpen.load())
        return {};
    Stripe &stripe = stripeOf(qHash(id));
    const QMutexLocker lock(&stripe.mutex);
    const auto found = stripe.byId.find(id);
    if (found == stripe.byId.end())
        return {};
    if (found->second->until <= now) {
        stripe.erase(found->second);
        return {};
    }
    stripe.order.splice(stripe.order.begin(), stripe.order, found->second);
    return Entry{found->second->value};
}

LocalLayer::Stamp LocalLayer::stamp(const QByteArray &id) const
{
    Stamp stamp;
    if (!m_isOpen.load())
        return stamp;
    stamp.m_epoch = m_epoch.load();
    stamp.m_mark = markOf(qHash(id)).load();
    return stamp;
}

bool LocalLayer::isWorth(const Stamp &stamp, std::size_t hash) const
{
    return m_isOpen.load() && stamp.m_epoch == m_epoch.load() && stamp.m_mark == markOf(hash).load();
}

bool LocalLayer::put(const QByteArray &id, std::optional<QByteArray> value, Clock::time_point until, Stamp stamp)
{
    const std::size_t hash = qHash(id);
    Stripe &stripe = stripeOf(hash);
    const QMutexLocker lock(&stripe.mutex);
    if (!isWorth(stamp, hash)) // with the lock held: who drops marks first, and then locks
        return false;
    if (const auto known = stripe.byId.find(id); known != stripe.byId.end())
        stripe.erase(known->second);
    stripe.order.push_front({id, std::move(value), until});
    stripe.byId.emplace(id, stripe.order.begin());
    stripe.bytes += stripe.order.front().bytes();
    trim(stripe);
    return true;
}

void LocalLayer::drop(const QByteArray &id)
{
    const std::size_t hash = qHash(id);
    markOf(hash).fetch_add(1);
    Stripe &stripe = stripeOf(hash);
    const QMutexLocker lock(&stripe.mutex);
    if (const auto known = stripe.byId.find(id); known != stripe.byId.end())
        stripe.erase(known->second);
}

LocalLayer::Size LocalLayer::size() const
{
    Size size;
    for (std::size_t i = 0; i < m_stripeCount; ++i) {
        const QMutexLocker lock(&m_stripes[i].mutex);
        size.entries += qsizetype(m_stripes[i].byId.size());
        size.bytes += m_stripes[i].bytes;
    }
    return size;
}

void LocalLayer::trim(Stripe &stripe) const
{
    const auto share = qsizetype(m_stripeCount);
    while (!stripe.order.empty()
           && (qsizetype(stripe.byId.size()) > m_bounds.entries / share || stripe.bytes > m_bounds.bytes / share))
        stripe.erase(std::prev(stripe.order.end()));
}

void LocalLayer::Stripe::erase(Order::iterator entry)
{
    bytes -= entry->bytes();
    byId.erase(entry->id);
    order.erase(entry);
}

} // namespace signalbox::cache
