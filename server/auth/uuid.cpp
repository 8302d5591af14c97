// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "auth/uuid.h"

#include <QRandomGenerator>

namespace signalbox::auth {

namespace {

constexpr qsizetype uuidSize = 36;

bool isDashAt(qsizetype index)
{
    return index == 8 || index == 13 || index == 18 || index == 23;
}

bool isHexDigit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

char *writeHex(char *out, quint64 value, int digits)
{
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4)
        *out++ = "0123456789abcdef"[(value >> shift) & 0xf];
    return out;
}

} // namespace

QByteArray newUuid(qint64 epochMs)
{
    const quint64 ms = quint64(epochMs);
    quint64 random[2];
    QRandomGenerator::system()->fillRange(random);
    QByteArray id(uuidSize, Qt::Uninitialized);
    char *out = writeHex(id.data(), ms >> 16, 8);
    *out++ = '-';
    out = writeHex(out, ms, 4);
    *out++ = '-';
    out = writeHex(out, 0x7000 | (random[0] & 0xfff), 4);
    *out++ = '-';
    out = writeHex(out, 0x8000 | ((random[0] >> 12) & 0x3fff), 4);
    *out++ = '-';
    writeHex(out, random[1], 12);
    return id;
}

bool isUuid(QByteArrayView text)
{
    if (text.size() != uuidSize)
        return false;
    for (qsizetype i = 0; i < uuidSize; ++i) {
        if (isDashAt(i) ? text[i] != '-' : !isHexDigit(text[i]))
            return false;
    }
    return true;
}

std::optional<qint64> timeOfUuid(QByteArrayView uuid)
{
    if (!isUuid(uuid) || uuid[14] != '7')
        return {};
    const QByteArray digits = uuid.first(8).toByteArray() + uuid.sliced(9, 4).toByteArray();
    return digits.toLongLong(nullptr, 16);
}

} // namespace signalbox::auth
