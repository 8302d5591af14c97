// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

#include <array>
#include <cstdint>

namespace signalbox::http {

// Makes request, trace and span ids, fast: a xoshiro256** generator seeded from the system. The ids are unique and
// hard to guess by accident, but no secrets. One for each reactor, on its thread.
class Identifiers {
public:
    Identifiers();

    QByteArray uuid(std::int64_t epochUs); // version 7 (RFC 9562, 5.7) of that moment: 36 characters
    QByteArray traceId(); // 32 hex digits, never all zero
    QByteArray spanId(); // 16 hex digits, never all zero

private:
    std::uint64_t next();
    std::uint64_t nextNonZero();

    std::array<std::uint64_t, 4> m_state;
};

} // namespace signalbox::http
