// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/identifiers.h"

#include <QRandomGenerator>

#include <bit>

namespace signalbox::http {

namespace {

// Writes the lowest `digits` hex digits of `value`, the highest first; returns where the next ones go.
char *writeHex(char *out, std::uint64_t value, int digits)
{
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4)
        *out++ = "0123456789abcdef"[(value >> shift) & 0xf];
    return out;
}

} // namespace

Identifiers::Identifiers()
{
    for (std::uint64_t &word : m_state)
        word = QRandomGenerator::system()->generate64() | 1;
}

QByteArray Identifiers::uuid(std::int64_t epochUs)
{
    const std::uint64_t milliseconds = std::uint64_t(epochUs) / 1000;
    // 12 bits of the fraction keep ids of the same millisecond in order (RFC 9562, 6.2, method 3).
    const std::uint64_t fraction = std::uint64_t(epochUs) % 1000 * 4096 / 1000;
    const std::uint64_t random = next();
    QByteArray id(36, Qt::Uninitialized);
    char *out = writeHex(id.data(), milliseconds >> 16, 8);
    *out++ = '-';
    out = writeHex(out, milliseconds, 4);
    *out++ = '-';
    out = writeHex(out, 0x7000 | fraction, 4);
    *out++ = '-';
    out = writeHex(out, 0x8000 | (random >> 50), 4);
    *out++ = '-';
    writeHex(out, random, 12);
    return id;
}

QByteArray Identifiers::traceId()
{
    QByteArray id(32, Qt::Uninitialized);
    writeHex(writeHex(id.data(), nextNonZero(), 16), next(), 16);
    return id;
}

QByteArray Identifiers::spanId()
{
    QByteArray id(16, Qt::Uninitialized);
    writeHex(id.data(), nextNonZero(), 16);
    return id;
}

// xoshiro256** 1.0 by Blackman and Vigna, public domain.
std::uint64_t Identifiers::next()
{
    const std::uint64_t result = std::rotl(m_state[1] * 5, 7) * 9;
    const std::uint64_t shifted = m_state[1] << 17;
    m_state[2] ^= m_state[0];
    m_state[3] ^= m_state[1];
    m_state[1] ^= m_state[2];
    m_state[0] ^= m_state[3];
    m_state[2] ^= shifted;
    m_state[3] = std::rotl(m_state[3], 45);
    return result;
}

std::uint64_t Identifiers::nextNonZero()
{
    std::uint64_t value = next();
    while (value == 0)
        value = next();
    return value;
}

} // namespace signalbox::http
