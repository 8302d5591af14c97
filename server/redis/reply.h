// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QList>

namespace signalbox::redis {

// What Redis answered, in RESP2. A value.
struct Reply {
    enum class Kind : quint8 {
        Nil, // a key that isn't there, a transaction that didn't happen
        Status, // "OK"
        Bytes,
        Integer,
        List,
        Error, // inside of lists only (a command of EXEC's that failed): a reply that is an error is thrown
    };

    bool isNil() const { return kind == Kind::Nil; }
    bool operator==(const Reply &other) const;

    Kind kind = Kind::Nil;
    QByteArray bytes; // of Status, Bytes and Error
    qint64 integer = 0;
    QList<Reply> items;
};

// Not a default one, which the comparison of lists of its own type would be defined by.
inline bool Reply::operator==(const Reply &other) const
{
    return kind == other.kind && bytes == other.bytes && integer == other.integer && items == other.items;
}

} // namespace signalbox::redis
