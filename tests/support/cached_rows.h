// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "cache/cache.h"
#include "store/database_pool.h"

#include <QCoroTask>

namespace signalbox::test {

// What the cache's values are read from in tests of several processes: numbers in the database. A row whose number can
// be divided by `goneEvery` is as if it weren't there.
class CachedRows {
public:
    static constexpr qint64 goneEvery = 5;

    static void create(store::DatabasePool &pool, int count)
    {
        pool.runNow([count](store::Connection &connection) {
            connection.execute(
                QStringLiteral("CREATE TABLE cached (id TEXT NOT NULL PRIMARY KEY, number BIGINT NOT NULL)"));
            for (int id = 0; id < count; ++id)
                connection.change("INSERT INTO cached (id, number) VALUES (?, 1)", {QString::number(id)});
        });
    }

    explicit CachedRows(store::DatabasePool &pool)
        : m_pool(pool)
    {
    }

    cache::Loader loader()
    {
        return [&pool = m_pool](telemetry::SpanSink *, QByteArray id) { return load(pool, std::move(id)); };
    }

    // The number that it has then.
    QCoro::Task<qint64> increment(cache::Cache &cache, QByteArray id)
    {
        struct Written {
            qint64 number;
            cache::Noted noted;
        };
        const cache::Cause cause{"request", "PATCH /rows/:id", {}};
        const auto work = [id, noter = cache.noter(cache.user(), cause)](store::Connection &connection) {
            auto rows = connection.run("UPDATE cached SET number = number + 1 WHERE id = ? RETURNING number",
                                       {store::Value::ascii(id)});
            qint64 number = 0;
            while (rows.next())
                number = rows.number(0);
            return Written{number, noter.note(connection, {id})};
        };
        const Written written = co_await m_pool.write(nullptr, "increment", work);
        if (committed)
            committed();
        const QByteArrayList ids{id};
        co_await cache.invalidate(nullptr, cache.user(), ids, cause, written.noted);
        co_return written.number;
    }
    std::function<void()> committed; // called before the cache is told

    // -1: it isn't there.
    static qint64 numberIn(const cache::Found &found)
    {
        return found.value ? found.value->sliced(5).chopped(1).toLongLong() : -1;
    }

private:
    static QCoro::Task<cache::Loaded> load(store::DatabasePool &pool, QByteArray id)
    {
        const auto work = [id](store::Connection &connection) {
            auto rows = connection.run("SELECT number FROM cached WHERE id = ?", {store::Value::ascii(id)});
            return rows.next() ? rows.number(0) : 0;
        };
        const qint64 number = co_await pool.read(nullptr, "read row", work);
        cache::Loaded loaded;
        if (number % goneEvery != 0)
            loaded.value = "{\"n\":" + QByteArray::number(number) + '}';
        co_return loaded;
    }

    store::DatabasePool &m_pool;
};

} // namespace signalbox::test
