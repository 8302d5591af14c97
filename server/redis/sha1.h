// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <string_view>

namespace signalbox::redis {

// SHA-1 as Redis names scripts by, at compile time.
class Sha1 {
public:
    using Hex = std::array<char, 40>;

    static constexpr Hex hexOf(std::string_view text)
    {
        Sha1 sha;
        std::size_t at = 0;
        for (; at + 64 <= text.size(); at += 64)
            sha.addBlock(blockOf(text.substr(at, 64)));
        sha.addLast(text.substr(at), text.size());
        return sha.hex();
    }

private:
    using Block = std::array<std::uint8_t, 64>;

    static constexpr Block blockOf(std::string_view text)
    {
        Block block{};
        for (std::size_t i = 0; i < text.size(); ++i)
            block[i] = static_cast<std::uint8_t>(text[i]);
        return block;
    }

    constexpr void addLast(std::string_view rest, std::uint64_t size)
    {
        Block block = blockOf(rest);
        block[rest.size()] = 0x80;
        if (rest.size() >= 56) {
            addBlock(block);
            block = Block{};
        }
        for (std::size_t i = 0; i < 8; ++i)
            block[63 - i] = static_cast<std::uint8_t>((size * 8) >> (8 * i));
        addBlock(block);
    }

    constexpr void addBlock(const Block &block)
    {
        std::array<std::uint32_t, 80> w{};
        for (std::size_t i = 0; i < 64; ++i)
            w[i / 4] = (w[i / 4] << 8) | block[i];
        for (std::size_t i = 16; i < 80; ++i)
            w[i] = std::rotl(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
        auto [a, b, c, d, e] = m_state;
        for (std::size_t i = 0; i < 80; ++i) {
            const std::uint32_t next = std::rotl(a, 5) + mixed(i, b, c, d) + e + w[i];
            e = d;
            d = c;
            c = std::rotl(b, 30);
            b = a;
            a = next;
        }
        m_state = {m_state[0] + a, m_state[1] + b, m_state[2] + c, m_state[3] + d, m_state[4] + e};
    }

    static constexpr std::uint32_t mixed(std::size_t round, std::uint32_t b, std::uint32_t c, std::uint32_t d)
    {
        if (round < 20)
            return ((b & c) | (~b & d)) + 0x5A827999U;
        if (round < 40)
            return (b ^ c ^ d) + 0x6ED9EBA1U;
        if (round < 60)
            return ((b & c) | (b & d) | (c & d)) + 0x8F1BBCDCU;
        return (b ^ c ^ d) + 0xCA62C1D6U;
    }

    constexpr Hex hex() const
    {
        Hex text{};
        for (std::size_t i = 0; i < text.size(); ++i)
            text[i] = "0123456789abcdef"[(m_state[i / 8] >> (28 - 4 * (i % 8))) & 15];
        return text;
    }

    std::array<std::uint32_t, 5> m_state{0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
};

} // namespace signalbox::redis
