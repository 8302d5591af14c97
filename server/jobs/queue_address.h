// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QHash>
#include <QString>

#include <compare>
#include <optional>

namespace signalbox::jobs {

// Which queue: of which Redis, and which one there. A value.
struct QueueAddress {
    QByteArray connection;
    QByteArray prefix;
    QByteArray name;

    QString id() const; // as paths name it: base64url
    static std::optional<QueueAddress> fromId(const QString &id);

    QByteArray base() const { return prefix + ':' + name; } // as BullMQ's parent keys begin
    QByteArray folder() const { return base() + ':'; } // as its keys begin
    QByteArray key(QByteArrayView suffix) const { return folder().append(suffix); }

    bool operator==(const QueueAddress &) const = default;
    std::strong_ordering operator<=>(const QueueAddress &other) const;
};

inline std::size_t qHash(const QueueAddress &address, std::size_t seed = 0)
{
    return qHashMulti(seed, address.connection, address.prefix, address.name);
}

} // namespace signalbox::jobs
