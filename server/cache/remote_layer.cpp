// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cache/remote_layer.h"

#include "cache/scripts.h"

#include <QCoro/QCoroTask>

namespace signalbox::cache {

namespace {

const QByteArray notThere = "null"; // as JSON has it

// So that it outlasts a slow load, and who died is waited for no longer.
constexpr std::chrono::milliseconds leaseLife{2'000};

QByteArray number(std::chrono::milliseconds ms)
{
    return QByteArray::number(qint64(ms.count()));
}

QByteArray leaseOf(const QByteArray &key)
{
    return key + ":lease";
}

QByteArray versionOf(const QByteArray &key)
{
    return key + ":v";
}

// Waits, so that a script that Redis doesn't know is sent again.
QCoro::Task<> unheeded(redis::Pending pending)
{
    try {
        co_await std::move(pending);
    } catch (const redis::RedisError &) {
        // A lease ends by itself.
    }
}

// "user:7" is the value.
class LeasedLayer final : public RemoteLayer {
public:
    redis::Pending find(redis::Client &client, Spans spans, const QByteArray &key) const override
    {
        return client.command(spans, "GET", key);
    }
    std::optional<redis::Pending> left(redis::Client &client, Spans spans, const QByteArray &key) const override
    {
        return client.command(spans, "PTTL", key);
    }
    std::optional<Entry> found(redis::Reply reply) const override
    {
        return reply.isNil() ? std::nullopt : entryOf(std::move(reply.bytes));
    }
    redis::Pending board(redis::Client &client, Spans spans, const QByteArray &key, const QByteArray &token,
                         Purpose purpose, Milliseconds) const override
    {
        return client.run(spans, scripts::takeLease, {key, leaseOf(key)},
                          {token, number(leaseLife), purposeName(purpose)});
    }
    redis::Pending fill(redis::Client &client, Spans spans, const QByteArray &key, const Lease &lease,
                        const std::optional<QByteArray> &value, Milliseconds ttl, Milliseconds) const override
    {
        return client.run(spans, scripts::fillLeased, {key, leaseOf(key)}, {lease.token, encoded(value), number(ttl)});
    }
};

// "user:7:<version>" is the value.
class VersionedLayer final : public RemoteLayer {
public:
    redis::Pending find(redis::Client &client, Spans spans, const QByteArray &key) const override
    {
        return client.run(spans, scripts::readVersioned, {versionOf(key)}, {key + ':'});
    }
    std::optional<redis::Pending> left(redis::Client &, Spans, const QByteArray &) const override { return {}; }
    std::optional<Entry> found(redis::Reply reply) const override
    {
        if (reply.items.size() != 2)
            return {};
        auto entry = entryOf(std::move(reply.items[0].bytes));
        if (entry)
            entry->left = Milliseconds(reply.items[1].integer);
        return entry;
    }
    redis::Pending board(redis::Client &client, Spans spans, const QByteArray &key, const QByteArray &token,
                         Purpose purpose, Milliseconds versionLife) const override
    {
        return client.run(spans, scripts::takeVersion, {versionOf(key), leaseOf(key)},
                          {token, number(leaseLife), purposeName(purpose), key + ':', number(versionLife)});
    }
    redis::Pending fill(redis::Client &client, Spans spans, const QByteArray &key, const Lease &lease,
                        const std::optional<QByteArray> &value, Milliseconds ttl,
                        Milliseconds versionLife) const override
    {
        return client.run(spans, scripts::fillVersioned, {versionOf(key), leaseOf(key)},
                          {lease.token, encoded(value), number(ttl), key + ':', lease.version, number(versionLife)});
    }
};

} // namespace

RemoteLayer::Boarding RemoteLayer::boarded(redis::Reply reply)
{
    Boarding boarding;
    if (reply.items.isEmpty())
        return boarding;
    const QByteArray what = reply.items[0].bytes;
    boarding.hasLease = what == "lease";
    if (what == "value" && reply.items.size() == 3) {
        boarding.entry = entryOf(std::move(reply.items[1].bytes));
        boarding.isDamaged = !boarding.entry;
        if (boarding.entry)
            boarding.entry->left = Milliseconds(reply.items[2].integer);
    } else if (reply.items.size() == 2) {
        boarding.version = reply.items[1].bytes;
    }
    return boarding;
}

void RemoteLayer::giveUp(redis::Client &client, const QByteArray &key, const QByteArray &token)
{
    unheeded(client.run(nullptr, scripts::giveUpLease, {leaseOf(key)}, {token}));
}

void RemoteLayer::remove(redis::Client &client, const QByteArray &key)
{
    unheeded(client.command(nullptr, "DEL", key, leaseOf(key), versionOf(key)));
}

std::optional<RemoteLayer::Entry> RemoteLayer::entryOf(QByteArray bytes)
{
    if (bytes == notThere)
        return Entry{};
    const bool isObject = bytes.startsWith('{') && bytes.endsWith('}');
    const bool isList = bytes.startsWith('[') && bytes.endsWith(']');
    return isObject || isList ? std::optional(Entry{std::move(bytes), {}}) : std::nullopt;
}

QByteArray RemoteLayer::encoded(const std::optional<QByteArray> &value)
{
    return value ? *value : notThere;
}

QByteArray RemoteLayer::purposeName(Purpose purpose)
{
    return purpose == Purpose::Miss ? "miss" : purpose == Purpose::Refresh ? "refresh" : "fresh";
}

const RemoteLayer &RemoteLayer::leased()
{
    static const LeasedLayer layer;
    return layer;
}

const RemoteLayer &RemoteLayer::versioned()
{
    static const VersionedLayer layer;
    return layer;
}

} // namespace signalbox::cache
