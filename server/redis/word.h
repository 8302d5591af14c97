// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <charconv>
#include <concepts>

namespace signalbox::redis {

// A word of a command while it is written: bytes that live longer than it, or a number. A value.
class Word {
public:
    Word(QByteArrayView bytes) // NOLINT: it stands for what it is made of
        : m_bytes(bytes)
    {
    }
    Word(const QByteArray &bytes) // NOLINT
        : m_bytes(bytes)
    {
    }
    Word(const char *text) // NOLINT
        : m_bytes(text)
    {
    }
    template <typename Number>
    requires(std::integral<Number> && !std::same_as<Number, bool> && !std::same_as<Number, char>)
        Word(Number number) // NOLINT
        : m_digitCount(std::to_chars(m_digits, m_digits + sizeof m_digits, number).ptr - m_digits)
    {
    }

    QByteArrayView bytes() const { return m_digitCount > 0 ? QByteArrayView(m_digits, m_digitCount) : m_bytes; }

private:
    QByteArrayView m_bytes;
    char m_digits[20]; // NOLINT: of a number only
    qsizetype m_digitCount = 0;
};

} // namespace signalbox::redis
