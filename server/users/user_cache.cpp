// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "users/user_cache.h"

#include "cache/cache.h"
#include "store/database_pool.h"
#include "users/user_repository.h"

#include <QDateTime>
#include <QJsonDocument>

namespace signalbox::users {

namespace {

using cache::Loaded;

// What the JSON says of a disabled user changes by itself when that is over.
std::optional<std::chrono::milliseconds> validFor(const User &user, qint64 nowMs)
{
    if (!user.isDisabled(nowMs) || !user.disabledUntil)
        return {};
    return std::chrono::milliseconds(*user.disabledUntil - nowMs);
}

QCoro::Task<Loaded> load(store::DatabasePool &database, telemetry::SpanSink *spans, QByteArray id)
{
    const auto work = [id](store::Connection &connection) { return UserRepository(connection).find(id); };
    const auto user = co_await database.read(spans, "find user", work);
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    if (!user)
        co_return Loaded{};
    co_return Loaded{QJsonDocument(toJson(*user, now)).toJson(QJsonDocument::Compact), validFor(*user, now)};
}

QCoro::Task<cache::Found> findUncached(cache::Loader load, telemetry::SpanSink *spans, QByteArray id)
{
    const Loaded loaded = co_await load(spans, id);
    co_return cache::Found{loaded.value, cache::Source::Loaded};
}

} // namespace

UserCache::UserCache(store::DatabasePool &database, cache::Cache *cache)
    : m_cache(cache)
    , m_load([&database](Spans spans, QByteArray id) { return load(database, spans, std::move(id)); })
{
}

std::optional<cache::Found> UserCache::tryFind(Spans spans, const QByteArray &id)
{
    return m_cache ? m_cache->tryGet(spans, m_cache->user(), id) : std::nullopt;
}

QCoro::Task<cache::Found> UserCache::find(Spans spans, QByteArray id, bool fresh)
{
    if (!m_cache)
        return findUncached(m_load, spans, std::move(id));
    return m_cache->get(spans, m_cache->user(), std::move(id), m_load, fresh);
}

cache::Noter UserCache::noter(const cache::Cause &cause) const
{
    return m_cache ? m_cache->noter(m_cache->user(), cause) : cache::Noter();
}

QCoro::Task<> UserCache::changed(Spans spans, QByteArrayList ids, cache::Cause cause, cache::Noted noted)
{
    if (m_cache)
        co_await m_cache->invalidate(spans, m_cache->user(), ids, cause, noted);
}

cache::Noter UserCache::noterForLater(const cache::Cause &cause) const
{
    return m_cache ? m_cache->noterForLater(m_cache->user(), cause) : cache::Noter();
}

void UserCache::relayNotes()
{
    if (m_cache)
        m_cache->relayNotes();
}

void UserCache::mayHaveChanged(const QByteArrayList &ids)
{
    if (m_cache)
        m_cache->invalidateUndecided(m_cache->user(), ids);
}

} // namespace signalbox::users
