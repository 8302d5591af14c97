// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/cache/cache_notice.h"

#include "widgets/format.h"

#include <QCoreApplication>
#include <QDateTime>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

QString text(const char *english)
{
    return QCoreApplication::translate("CacheNotice", english);
}

QString waitingText(qint64 pending)
{
    if (pending == 0)
        return {};
    return u' '
        + text("Waiting for it: %1; until then nothing is read from the cache.")
              .arg(formatCounted(pending, text("invalidation"), text("invalidations")));
}

// Why, and what to do about it.
QString withHint(const RedisLink &redis)
{
    return redis.hint.isEmpty() ? redis.error : redis.error + u"; "_s + redis.hint;
}

CacheNotice whileDown(const CacheState &state)
{
    const RedisLink &redis = state.redis;
    const QString since = redis.sinceMs > 0
        ? text("since %1").arg(QDateTime::fromMSecsSinceEpoch(redis.sinceMs).toString(u"HH:mm:ss"_s))
        : QString();
    return {Theme::Role::Danger,
            text("Redis is down %1: reads go to the database, and writes wait for nothing. %2")
                    .arg(since, withHint(redis))
                    .trimmed()
                + waitingText(state.pendingInvalidations()),
            true};
}

CacheNotice whileUp(const CacheState &state)
{
    if (state.redis.breaker != RedisLink::Breaker::Closed)
        return {Theme::Role::Warning,
                text("The breaker is %1: reads go to the database until Redis answers again.")
                    .arg(state.redis.breakerText()),
                true};
    if (!state.redis.error.isEmpty())
        return {Theme::Role::Warning, text("Something is wrong with Redis: %1.").arg(withHint(state.redis)), true};
    if (const qint64 pending = state.pendingInvalidations(); pending > 0)
        return {Theme::Role::Warning,
                text("%1 still to be done; until then nothing is read from the cache.")
                    .arg(formatCounted(pending, text("invalidation"), text("invalidations"))),
                false};
    if (state.isPassedBy)
        return {Theme::Role::Warning,
                text("Redis is passed by until what may have been missed is caught up with: reads go to the database."),
                false};
    return {};
}

} // namespace

CacheNotice noticeOf(const std::optional<CacheState> &state, const QString &error)
{
    if (!state)
        return {Theme::Role::Warning, error, false};
    switch (state->redis.state) {
    case RedisLink::State::Starting:
        return {Theme::Role::Info, text("Redis is starting. Until it is up, reads go to the database."), false};
    case RedisLink::State::Down:
        return whileDown(*state);
    case RedisLink::State::Missing:
        return {Theme::Role::Warning,
                text("There is no redis-server on the server's machine: nothing is cached, reads go to the database."),
                true};
    case RedisLink::State::Off:
        return {Theme::Role::Info, text("The server does without Redis: nothing is cached."), true};
    case RedisLink::State::Up:
        return whileUp(*state);
    }
    return {};
}

int badgeOf(const std::optional<CacheState> &state)
{
    if (!state || state->redis.isAbsent())
        return 0;
    const qint64 pending = std::min<qint64>(state->pendingInvalidations(), std::numeric_limits<int>::max());
    return state->redis.state == RedisLink::State::Down ? int(std::max<qint64>(1, pending)) : int(pending);
}

} // namespace signalbox::ui
