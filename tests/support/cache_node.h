// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "cache/cache.h"
#include "redis/clients.h"
#include "store/database_pool.h"
#include "support/barrier.h"
#include "telemetry/log.h"

#include <QCoro/QCoroTimer>
#include <QCoroTask>
#include <QHash>
#include <QTest>

#include <functional>

namespace signalbox::test {

class NoLog final : public telemetry::Log {
public:
    bool enabled(telemetry::Level) const override { return false; }
    void write(telemetry::Level, QByteArrayView, const QJsonObject &) override { }
    qint64 dropped() const override { return 0; }
};

// What the cache's values are read from in tests, in memory: main thread.
class Truth {
public:
    void set(const QByteArray &id, int value) { m_values.insert(id, value); }
    void remove(const QByteArray &id) { m_values.remove(id); }
    int loads() const { return m_loads; }

    // A load reads at once, and then is held by the barrier, if there is one.
    Barrier *barrier = nullptr;
    std::optional<std::chrono::milliseconds> atMost;
    int padding = 0; // bytes
    bool fails = false;

    cache::Loader loader()
    {
        return [this](telemetry::SpanSink *, QByteArray id) { return load(*this, std::move(id)); };
    }

private:
    static QCoro::Task<cache::Loaded> load(Truth &truth, QByteArray id)
    {
        ++truth.m_loads;
        const auto value = truth.m_values.constFind(id);
        cache::Loaded loaded;
        loaded.atMost = truth.atMost;
        if (value != truth.m_values.constEnd())
            loaded.value = "{\"n\":" + QByteArray::number(*value) + QByteArray(truth.padding, ' ') + '}';
        if (truth.barrier)
            co_await truth.barrier->wait();
        else
            co_await QCoro::sleepFor(std::chrono::milliseconds(1));
        if (truth.fails)
            throw std::runtime_error("the truth is away");
        co_return loaded;
    }

    QHash<QByteArray, int> m_values;
    int m_loads = 0;
};

// What one process has of the cache, on the main thread. Several in one test are as several processes, but for the
// thread.
class CacheNode {
public:
    using Change = std::function<void(cache::NamespaceSettings &)>;

    // Without a URL there is no Redis.
    CacheNode(const std::optional<redis::RedisUrl> &url, store::DatabasePool &database, const Change &change = {})
        : m_clients(clientSettings())
        , m_target(setTarget(url))
        , m_cache({m_clients, database, m_log}, settings(change))
    {
    }

    ~CacheNode()
    {
        // As a reactor does, which ends what it began before the cache goes.
        if (!QTest::qWaitFor([this] { return space().flights().count() == 0; }, 10'000))
            qFatal("a flight doesn't end");
    }

    cache::Cache &operator*() { return m_cache; }
    cache::Cache *operator->() { return &m_cache; }
    redis::Clients &clients() { return m_clients; }
    cache::Namespace &space() { return m_cache.user(); }

    // Once it looks at Redis, and keeps values of its own.
    bool isReady()
    {
        return QTest::qWaitFor([this] { return m_cache.isTrusted() && space().local().isOpen(); }, 10'000);
    }
    bool becomesTrusted()
    {
        return QTest::qWaitFor([this] { return m_cache.isTrusted(); }, 10'000);
    }

    QCoro::Task<cache::Found> begin(Truth &truth, const QByteArray &id, bool fresh = false)
    {
        return m_cache.get(nullptr, space(), id, truth.loader(), fresh);
    }
    cache::Found get(Truth &truth, const QByteArray &id, bool fresh = false)
    {
        return QCoro::waitFor(begin(truth, id, fresh));
    }
    bool fails(Truth &truth, const QByteArray &id) { return QCoro::waitFor(failing(begin(truth, id))); }
    // The number in the JSON; -1 when there is nothing.
    int number(Truth &truth, const QByteArray &id, bool fresh = false) { return numberIn(get(truth, id, fresh)); }
    static int numberIn(const cache::Found &found)
    {
        return found.value ? found.value->sliced(5).chopped(1).trimmed().toInt() : -1;
    }
    void write(Truth &truth, const QByteArray &id, int value)
    {
        truth.set(id, value);
        invalidate(id);
    }
    void invalidate(const QByteArray &id) { invalidateAll({id}); }
    void invalidateAll(const QByteArrayList &ids)
    {
        QCoro::waitFor(m_cache.invalidate(nullptr, space(), ids, {"request-1", "PATCH /users/:id", "admin-1"}));
    }
    quint64 count(cache::Figure figure) { return space().figures().counts()[figure]; }

private:
    static QCoro::Task<bool> failing(QCoro::Task<cache::Found> task) // which waitFor() can't wait for
    {
        try {
            co_await task;
        } catch (const std::exception &) {
            co_return true;
        }
        co_return false;
    }
    static redis::Clients::Settings clientSettings() { return {}; }
    bool setTarget(const std::optional<redis::RedisUrl> &url)
    {
        if (url)
            m_clients.setTarget(*url);
        return true;
    }
    static cache::Settings settings(const Change &change)
    {
        cache::Settings settings;
        if (change)
            change(settings.user);
        return settings;
    }

    NoLog m_log;
    redis::Clients m_clients;
    bool m_target;
    cache::Cache m_cache;
};

} // namespace signalbox::test
