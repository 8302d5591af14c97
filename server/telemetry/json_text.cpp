// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/json_text.h"

#include "utc_time.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace signalbox::telemetry {

namespace {

// What may stand in a JSON string as it is.
constexpr auto plain = [] {
    std::array<bool, 256> table{};
    for (std::size_t byte = 0x20; byte < 0x7f; ++byte)
        table[byte] = byte != '"' && byte != '\\';
    return table;
}();

constexpr qsizetype longestEscape = 6;

char *putEscaped(char *to, char c)
{
    constexpr char hex[] = "0123456789abcdef";
    constexpr char named[] = "\"\"\\\\\nn\rr\tt"; // pairs: the byte, its letter
    *to++ = '\\';
    for (const char *pair = named; *pair; pair += 2) {
        if (*pair == c) {
            *to++ = pair[1];
            return to;
        }
    }
    for (const char digit : {'u', '0', '0', hex[(c >> 4) & 0xf], hex[c & 0xf]})
        *to++ = digit;
    return to;
}

// Bytes of the well-formed UTF-8 character at the front (RFC 3629: no overlong forms, surrogates or beyond
// U+10FFFF), 0 when there is none.
qsizetype characterLength(QByteArrayView text)
{
    const auto at = [&text](qsizetype i) { return static_cast<quint8>(text[i]); };
    const quint8 lead = at(0);
    const qsizetype length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || text.size() < length)
        return 0;
    const quint8 least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    const quint8 most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (at(1) < least || at(1) > most)
        return 0;
    for (qsizetype i = 2; i < length; ++i) {
        if ((at(i) & 0xc0) != 0x80)
            return 0;
    }
    return length;
}

// Writes the character at the front of `text`; returns how many bytes of it that took.
qsizetype putCharacter(char *&to, QByteArrayView text)
{
    constexpr QByteArrayView replacement = "\xef\xbf\xbd";
    if (static_cast<quint8>(text.front()) < 0x80) {
        to = putEscaped(to, text.front());
        return 1;
    }
    const qsizetype length = characterLength(text);
    const QByteArrayView character = length > 0 ? text.first(length) : replacement;
    to = std::copy(character.begin(), character.end(), to);
    return std::max<qsizetype>(length, 1);
}

} // namespace

void appendJsonString(LineBuffer &out, QByteArrayView text)
{
    char *to = out.room(static_cast<std::size_t>(text.size() * longestEscape + 2));
    *to++ = '"';
    for (qsizetype at = 0; at < text.size();) {
        if (plain[static_cast<quint8>(text[at])])
            *to++ = text[at++];
        else
            at += putCharacter(to, text.sliced(at));
    }
    *to++ = '"';
    out.take(to);
}

void appendMilliseconds(LineBuffer &out, qint64 us)
{
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), us / 1000).ptr;
    out.append(QByteArrayView(digits.data(), end - digits.data()));
    const int rest = static_cast<int>(std::abs(us % 1000));
    if (rest == 0)
        return;
    const char fraction[] = {'.', static_cast<char>('0' + rest / 100), static_cast<char>('0' + rest / 10 % 10),
                             static_cast<char>('0' + rest % 10)};
    const qsizetype length = rest % 10 != 0 ? 4 : rest % 100 != 0 ? 3 : 2;
    out.append(QByteArrayView(fraction, length));
}

void IsoClock::append(LineBuffer &out, qint64 us)
{
    const qint64 second = us / 1'000'000;
    if (second != m_second) {
        m_second = second;
        m_text = utcTime(second * 1000).toString(Qt::ISODate).left(19).toLatin1();
    }
    const int ms = static_cast<int>(us / 1000 % 1000);
    const char fraction[] = {'.', static_cast<char>('0' + ms / 100), static_cast<char>('0' + ms / 10 % 10),
                             static_cast<char>('0' + ms % 10), 'Z'};
    out.append(m_text).append(QByteArrayView(fraction, sizeof fraction));
}

} // namespace signalbox::telemetry
