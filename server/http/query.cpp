// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/query.h"

#include <algorithm>

namespace signalbox::http {

namespace {

QString decoded(QByteArrayView encoded, PercentError &error)
{
    QByteArray bytes;
    bytes.reserve(encoded.size());
    error = appendDecoded(bytes, encoded, Plus::Space);
    return QString::fromUtf8(bytes);
}

} // namespace

Query Query::parse(QByteArrayView raw, PercentError &error)
{
    Query query;
    error = PercentError::None;
    while (!raw.isEmpty()) {
        const qsizetype end = raw.indexOf('&');
        const QByteArrayView pair = end < 0 ? raw : raw.first(end);
        raw = end < 0 ? QByteArrayView() : raw.sliced(end + 1);
        if (pair.isEmpty())
            continue;
        const qsizetype equals = pair.indexOf('=');
        QString name = decoded(equals < 0 ? pair : pair.first(equals), error);
        if (error != PercentError::None)
            return {};
        QString value = equals < 0 ? QStringLiteral("") : decoded(pair.sliced(equals + 1), error);
        if (error != PercentError::None)
            return {};
        query.m_items.emplaceBack(std::move(name), std::move(value));
    }
    return query;
}

bool Query::contains(QByteArrayView name) const
{
    return std::any_of(m_items.begin(), m_items.end(),
                       [name](const Item &item) { return item.first == QLatin1String(name); });
}

QString Query::value(QByteArrayView name, const QString &fallback) const
{
    const auto found = std::find_if(m_items.begin(), m_items.end(),
                                    [name](const Item &item) { return item.first == QLatin1String(name); });
    return found == m_items.end() ? fallback : found->second;
}

QStringList Query::values(QByteArrayView name) const
{
    QStringList values;
    for (const Item &item : m_items) {
        if (item.first == QLatin1String(name))
            values.append(item.second);
    }
    return values;
}

} // namespace signalbox::http
