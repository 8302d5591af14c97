// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cache/namespace.h"

namespace signalbox::cache {

namespace {

Namespace::SpanNames namesFor(const QByteArray &name)
{
    return {name + ": local hit", name + ": hit",       name + ": miss",
            name + ": joined",    name + ": refreshed", name + ": invalidated"};
}

} // namespace

Namespace::Namespace(NamespaceSettings settings)
    : m_settings(std::move(settings))
    , m_prefix(m_settings.name + ':')
    , m_spanNames(namesFor(m_settings.name))
    , m_strategy(m_settings.strategy)
    , m_ttl(m_settings.ttl)
    , m_notFoundTtl(m_settings.notFoundTtl)
    , m_localTtl(m_settings.localTtl)
    , m_local({m_settings.localEntries, m_settings.localBytes})
{
}

NamespaceSettings Namespace::settings() const
{
    NamespaceSettings settings = m_settings;
    settings.strategy = strategy();
    settings.ttl = ttl();
    settings.notFoundTtl = notFoundTtl();
    settings.localTtl = localTtl();
    return settings;
}

QByteArray Namespace::keyOf(QByteArrayView id) const
{
    QByteArray key;
    key.reserve(m_prefix.size() + id.size());
    return key.append(m_prefix).append(id);
}

std::optional<QByteArray> Namespace::idIn(QByteArrayView redisKey) const
{
    if (!redisKey.startsWith(m_prefix))
        return {};
    const QByteArrayView rest = redisKey.sliced(m_prefix.size());
    const qsizetype end = rest.indexOf(':');
    const QByteArrayView id = end < 0 ? rest : rest.first(end);
    return id.isEmpty() ? std::nullopt : std::optional(id.toByteArray());
}

QByteArray Namespace::pattern() const
{
    return m_prefix + '*';
}

} // namespace signalbox::cache
