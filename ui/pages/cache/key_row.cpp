// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/cache/key_row.h"

#include "client/cbor_fields.h"
#include "widgets/format.h"

#include <QCborArray>
#include <QCoreApplication>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

QString KeyRow::ttlText(qint64 nowMs) const
{
    if (expiresAtMs == 0)
        return QCoreApplication::translate("KeyRow", "no expiry");
    return expiresAtMs <= nowMs ? QCoreApplication::translate("KeyRow", "expired")
                                : formatRemaining(expiresAtMs - nowMs);
}

QString KeyRow::sizeText() const
{
    return formatBytes(double(size)); // "–" when it is not known
}

Theme::Role KeyRow::typeColour() const
{
    static const QHash<QString, Theme::Role> colours{
        {u"string"_s, Theme::Role::Info}, {u"hash"_s, Theme::Role::Accent},  {u"list"_s, Theme::Role::Success},
        {u"set"_s, Theme::Role::Warning}, {u"zset"_s, Theme::Role::Upgrade}, {u"stream"_s, Theme::Role::Danger}};
    return colours.value(type, Theme::Role::Neutral);
}

KeyRow KeyRow::fromCbor(const QCborMap &map, qint64 nowMs)
{
    KeyRow row;
    row.id = map.value("id"_L1).toString();
    row.key = map.value("key"_L1).toString();
    row.type = map.value("type"_L1).toString();
    if (const QCborValue ttl = map.value("ttlMs"_L1); ttl.isInteger() || ttl.isDouble())
        row.expiresAtMs = nowMs + integerField(map, "ttlMs");
    if (const QCborValue size = map.value("size"_L1); size.isInteger() || size.isDouble())
        row.size = integerField(map, "size");
    return row;
}

QList<KeyRow> KeyRow::listFromCbor(const QCborMap &answer, qint64 nowMs)
{
    QList<KeyRow> rows;
    for (const QCborValue item : answer.value("items"_L1).toArray())
        rows.append(fromCbor(item.toMap(), nowMs));
    return rows;
}

} // namespace signalbox::ui
