// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/json_text.h"

#include <QDateTime>

#include <algorithm>
#include <array>
#include <charconv>

namespace signalbox::telemetry {

namespace {

bool isPlain(char c)
{
    const auto byte = static_cast<quint8>(c);
    return byte >= 0x20 && byte < 0x7f && c != '"' && c != '\\';
}

void appendEscaped(QByteArray &out, char c)
{
    constexpr char hex[] = "0123456789abcdef";
    switch (c) {
    case '"':
        out.append("\\\"");
        return;
    case '\\':
        out.append("\\\\");
        return;
    case '\n':
        out.append("\\n");
        return;
    case '\r':
        out.append("\\r");
        return;
    case '\t':
        out.append("\\t");
        return;
    default:
        out.append("\\u00").append(hex[(c >> 4) & 0xf]).append(hex[c & 0xf]);
    }
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

} // namespace

void appendJsonString(QByteArray &out, QByteArrayView text)
{
    out.append('"');
    while (!text.isEmpty()) {
        const auto plainEnd = std::find_if_not(text.begin(), text.end(), isPlain);
        const qsizetype plain = plainEnd - text.begin();
        out.append(text.data(), plain);
        text = text.sliced(plain);
        if (text.isEmpty())
            break;
        qsizetype taken = 1;
        if (static_cast<quint8>(text.front()) < 0x80)
            appendEscaped(out, text.front());
        else if ((taken = characterLength(text)) > 0)
            out.append(text.data(), taken);
        else
            out.append("\xef\xbf\xbd");
        text = text.sliced(std::max<qsizetype>(taken, 1));
    }
    out.append('"');
}

void appendMilliseconds(QByteArray &out, qint64 us)
{
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), us / 1000).ptr;
    out.append(digits.data(), end - digits.data());
    const int rest = static_cast<int>(std::abs(us % 1000));
    if (rest == 0)
        return;
    const char fraction[] = {'.', static_cast<char>('0' + rest / 100), static_cast<char>('0' + rest / 10 % 10),
                             static_cast<char>('0' + rest % 10)};
    const qsizetype length = rest % 10 != 0 ? 4 : rest % 100 != 0 ? 3 : 2;
    out.append(fraction, length);
}

void IsoClock::append(QByteArray &out, qint64 us)
{
    const qint64 second = us / 1'000'000;
    if (second != m_second) {
        m_second = second;
        m_text = QDateTime::fromSecsSinceEpoch(second, Qt::UTC).toString(Qt::ISODate).left(19).toLatin1();
    }
    const int ms = static_cast<int>(us / 1000 % 1000);
    const char fraction[] = {'.', static_cast<char>('0' + ms / 100), static_cast<char>('0' + ms / 10 % 10),
                             static_cast<char>('0' + ms % 10), 'Z'};
    out.append(m_text).append(fraction, sizeof fraction);
}

} // namespace signalbox::telemetry
