// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "redis/sha1.h"

#include <QByteArrayView>

#include <algorithm>

namespace signalbox::redis {

// A Lua script that Redis runs as one command. A constant of the program, made at compile time:
//     constexpr redis::Script takeLease("take lease", "return redis.call(...)");
class Script {
public:
    // Of literals. The name is for people: it shows in requests' records.
    consteval Script(std::string_view name, std::string_view text)
        : m_name(name)
        , m_text(text)
        , m_sha1(Sha1::hexOf(text))
    {
    }
    // Of a long text, whose SHA-1 was checked by whoever made it a literal: computing it would hold up the compiler.
    consteval Script(std::string_view name, std::string_view text, std::string_view sha1)
        : m_name(name)
        , m_text(text)
        , m_sha1{}
    {
        std::copy_n(sha1.begin(), m_sha1.size(), m_sha1.begin());
    }

    QByteArrayView name() const { return {m_name.data(), qsizetype(m_name.size())}; }
    QByteArrayView text() const { return {m_text.data(), qsizetype(m_text.size())}; }
    QByteArrayView sha1() const { return {m_sha1.data(), qsizetype(m_sha1.size())}; }

private:
    std::string_view m_name;
    std::string_view m_text;
    Sha1::Hex m_sha1;
};

} // namespace signalbox::redis
