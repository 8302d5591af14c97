// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/namespace_change.h"

#include "cache/cache.h"

namespace signalbox::admin {

using namespace Qt::Literals::StringLiterals;
using std::chrono::milliseconds;

namespace {

constexpr qint64 longestMs = 30LL * 24 * 3600 * 1000;

} // namespace

http::Schema NamespaceChange::schema()
{
    using namespace http::schema;
    return object({{"strategy", oneOf({"ttl", "invalidate", "pubsub", "outbox", "versioned"})},
                   {"ttlMs", integer(1, longestMs)},
                   {"notFoundTtlMs", integer(0, longestMs)},
                   {"localTtlMs", integer(0, longestMs)}})
        .notEmpty();
}

NamespaceChange::NamespaceChange(const QJsonObject &body)
    : m_body(body)
{
}

QJsonObject NamespaceChange::before(const cache::Namespace &space) const
{
    const QJsonObject all{{u"strategy"_s, cache::strategyName(space.strategy())},
                          {u"ttlMs"_s, qint64(space.ttl().count())},
                          {u"notFoundTtlMs"_s, qint64(space.notFoundTtl().count())},
                          {u"localTtlMs"_s, qint64(space.localTtl().count())}};
    QJsonObject named;
    for (const QString &name : m_body.keys())
        named.insert(name, all.value(name));
    return named;
}

void NamespaceChange::apply(cache::Cache &cache, cache::Namespace &space) const
{
    if (const auto ttl = duration("ttlMs"_L1))
        space.setTtl(*ttl);
    if (const auto ttl = duration("notFoundTtlMs"_L1))
        space.setNotFoundTtl(*ttl);
    if (const auto ttl = duration("localTtlMs"_L1))
        space.setLocalTtl(*ttl);
    const auto strategy = cache::strategyNamed(m_body.value("strategy"_L1).toString());
    if (strategy && *strategy != space.strategy())
        cache.setStrategy(space, *strategy);
}

std::optional<milliseconds> NamespaceChange::duration(QLatin1StringView name) const
{
    const QJsonValue value = m_body.value(name);
    return value.isUndefined() ? std::nullopt : std::optional(milliseconds(value.toInteger()));
}

} // namespace signalbox::admin
