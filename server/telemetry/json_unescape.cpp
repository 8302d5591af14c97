// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/json_unescape.h"

#include <QString>

#include <optional>

namespace signalbox::telemetry {

namespace {

// `\u00e9` at the front of `text`.
std::optional<char16_t> codeUnit(QByteArrayView text)
{
    constexpr qsizetype length = 6;
    if (text.size() < length || text[0] != '\\' || text[1] != 'u')
        return std::nullopt;
    bool valid = false;
    const ushort unit = text.sliced(2, length - 2).toByteArray().toUShort(&valid, 16);
    return valid ? std::optional<char16_t>(unit) : std::nullopt;
}

// Returns how many bytes of `text` it took.
qsizetype appendCodeUnits(QByteArray &out, QByteArrayView text)
{
    constexpr qsizetype length = 6;
    const auto first = codeUnit(text);
    if (!first) {
        out.append(text.first(1));
        return 1;
    }
    const auto second = QChar::isHighSurrogate(*first) ? codeUnit(text.sliced(length)) : std::nullopt;
    const bool isPair = second && QChar::isLowSurrogate(*second);
    char32_t character = *first;
    if (isPair)
        character = QChar::surrogateToUcs4(*first, *second);
    else if (QChar::isSurrogate(*first))
        character = QChar::ReplacementCharacter;
    out.append(QString::fromUcs4(&character, 1).toUtf8());
    return isPair ? 2 * length : length;
}

char meaningOf(char escape)
{
    switch (escape) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    case '"':
    case '\\':
    case '/':
        return escape;
    default:
        return 0;
    }
}

} // namespace

QByteArray unescapedJson(QByteArrayView content)
{
    QByteArray out;
    out.reserve(content.size());
    while (!content.isEmpty()) {
        const qsizetype backslash = content.indexOf('\\');
        out.append(backslash < 0 ? content : content.first(backslash));
        if (backslash < 0)
            break;
        content = content.sliced(backslash);
        const char meaning = content.size() > 1 ? meaningOf(content[1]) : char(0);
        if (meaning)
            out.append(meaning);
        content = content.sliced(meaning ? 2 : appendCodeUnits(out, content));
    }
    return out;
}

} // namespace signalbox::telemetry
