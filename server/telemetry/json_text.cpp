// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/json_text.h"

#include "utc_time.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

namespace signalbox::telemetry {

namespace {

// What may stand in a JSON string as it is.
constexpr auto plain = [] {
    std::array<bool, 256> table{};
    for (std::size_t byte = 0x20; byte < 0x7f; ++byte)
        table[byte] = byte != '"' && byte != '\\';
    return table;
}();

template <typename Word> constexpr Word each(quint8 byte)
{
    return byte * (static_cast<Word>(~Word(0)) / 0xff);
}

// Whether a byte of the word is zero; may take the byte after such a one for zero too.
template <typename Word> constexpr bool hasZero(Word word)
{
    return ((word - each<Word>(1)) & ~word & each<Word>(0x80)) != 0;
}

// Whether all bytes of a word may stand as they are. May say no when they do: then each is looked at.
template <typename Word> constexpr bool isPlain(Word word)
{
    const bool ascii = ((word | (word + each<Word>(1))) & each<Word>(0x80)) == 0; // and no DEL
    const bool control = ((word - each<Word>(0x20)) & each<Word>(0x80)) != 0;
    return ascii && !control && !hasZero<Word>(word ^ each<Word>('"')) && !hasZero<Word>(word ^ each<Word>('\\'));
}

// Copies a word if it is plain.
template <typename Word> bool copyWord(char *to, const char *from)
{
    Word word = 0;
    std::memcpy(&word, from, sizeof word);
    if (!isPlain(word))
        return false;
    std::memcpy(to, &word, sizeof word);
    return true;
}

// Copies what may stand as it is from the front of `text`, by words of which the last may overlap the one before;
// returns how many bytes that were.
qsizetype copyPlain(char *to, QByteArrayView text)
{
    constexpr qsizetype word = sizeof(quint64);
    constexpr qsizetype half = sizeof(quint32);
    const char *from = text.data();
    const qsizetype size = text.size();
    qsizetype at = 0;
    while (size - at >= word && copyWord<quint64>(to + at, from + at))
        at += word;
    const bool isLast = size - at < word;
    if (isLast && size >= word && copyWord<quint64>(to + size - word, from + size - word))
        return size;
    if (isLast && at == 0 && size >= half && copyWord<quint32>(to, from)
        && copyWord<quint32>(to + size - half, from + size - half))
        return size;
    for (; at < size && plain[static_cast<quint8>(from[at])]; ++at)
        to[at] = from[at];
    return at;
}

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

char *putJsonString(char *to, QByteArrayView text)
{
    *to++ = '"';
    while (true) {
        const qsizetype copied = copyPlain(to, text);
        to += copied;
        text = text.sliced(copied);
        if (text.isEmpty())
            break;
        text = text.sliced(putCharacter(to, text));
    }
    *to++ = '"';
    return to;
}

void appendJsonString(LineBuffer &out, QByteArrayView text)
{
    out.take(putJsonString(out.room(static_cast<std::size_t>(jsonStringRoom(text.size()))), text));
}

char *putMilliseconds(char *to, qint64 us)
{
    to = std::to_chars(to, to + millisecondsRoom, us / 1000).ptr;
    const int rest = static_cast<int>(std::abs(us % 1000));
    if (rest == 0)
        return to;
    *to++ = '.';
    *to++ = static_cast<char>('0' + rest / 100);
    if (rest % 100 != 0)
        *to++ = static_cast<char>('0' + rest / 10 % 10);
    if (rest % 10 != 0)
        *to++ = static_cast<char>('0' + rest % 10);
    return to;
}

void appendMilliseconds(LineBuffer &out, qint64 us)
{
    out.take(putMilliseconds(out.room(millisecondsRoom), us));
}

void IsoClock::setSecond(qint64 second)
{
    m_second = second;
    const QByteArray text = utcTime(second * 1000).toString(Qt::ISODate).toLatin1();
    std::copy_n(text.begin(), std::min(static_cast<std::size_t>(text.size()), length), m_text);
}

char *IsoClock::put(char *to, qint64 us)
{
    const qint64 second = us / 1'000'000;
    if (second != m_second)
        setSecond(second);
    const int ms = static_cast<int>(us / 1000 % 1000);
    const char fraction[] = {'.', static_cast<char>('0' + ms / 100), static_cast<char>('0' + ms / 10 % 10),
                             static_cast<char>('0' + ms % 10), 'Z'};
    std::memcpy(to, m_text, length);
    std::memcpy(to + length, fraction, sizeof fraction);
    return to + length + sizeof fraction;
}

void IsoClock::append(LineBuffer &out, qint64 us)
{
    out.take(put(out.room(timeRoom), us));
}

} // namespace signalbox::telemetry
