// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "cache/strategy.h"
#include "http/schema.h"

#include <QJsonObject>

#include <chrono>
#include <optional>

namespace signalbox::cache {
class Cache;
class Namespace;
} // namespace signalbox::cache

namespace signalbox::admin {

// What a PATCH of a namespace of the cache asks for. A value.
class NamespaceChange {
public:
    static http::Schema schema();
    explicit NamespaceChange(const QJsonObject &body); // as the schema has it

    // The fields that it names: as they are, and as they are to be.
    QJsonObject before(const cache::Namespace &space) const;
    const QJsonObject &after() const { return m_body; }

    void apply(cache::Cache &cache, cache::Namespace &space) const;

private:
    std::optional<std::chrono::milliseconds> duration(QLatin1StringView name) const;

    QJsonObject m_body;
};

} // namespace signalbox::admin
