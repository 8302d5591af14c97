// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>

namespace signalbox::gate {

// The character classes of RFC 9110, 5.6 and RFC 3986 that strict reading needs, as one table of bits.
enum CharacterClass : unsigned char {
    TokenCharacter = 1, // tchar: methods and field names
    ValueCharacter = 2, // field values: visible, space, tab, and obs-text
    TargetCharacter = 4, // visible ASCII but '#', '"', '<' and '>'
    HostCharacter = 8, // reg-name: unreserved, sub-delims and '%'
};

namespace detail {
constexpr bool isAlphanumeric(int c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

constexpr bool isOneOf(int c, const char *set)
{
    for (; *set; ++set) {
        if (c == *set)
            return true;
    }
    return false;
}

constexpr std::array<unsigned char, 256> makeCharacterClasses()
{
    std::array<unsigned char, 256> table{};
    for (int c = 0; c < 256; ++c) {
        unsigned char bits = 0;
        if (isAlphanumeric(c) || isOneOf(c, "!#$%&'*+-.^_`|~"))
            bits |= TokenCharacter;
        if (c == '\t' || (c >= ' ' && c != 0x7f))
            bits |= ValueCharacter;
        if (c > ' ' && c < 0x7f && !isOneOf(c, "#\"<>"))
            bits |= TargetCharacter;
        if (isAlphanumeric(c) || isOneOf(c, "-._~%!$&'()*+,;="))
            bits |= HostCharacter;
        table[static_cast<std::size_t>(c)] = bits;
    }
    return table;
}
} // namespace detail

inline constexpr std::array<unsigned char, 256> characterClasses = detail::makeCharacterClasses();

inline bool isOf(CharacterClass kind, char c)
{
    return characterClasses[static_cast<unsigned char>(c)] & kind;
}

} // namespace signalbox::gate
