// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bench {

// Finds the ends of HTTP/1.1 answers in what comes from a connection. Knows Content-Length and chunked bodies.
class AnswerReader {
public:
    enum class State : std::uint8_t { Incomplete, Complete, Bad };

    // Takes what was received; Complete when exactly one answer is in.
    State take(std::string_view received);
    int status() const { return m_status; }
    void reset();

private:
    State readHead();
    State readBody() const;

    std::string m_buffer;
    std::size_t m_headSize = 0;
    std::uint64_t m_bodySize = 0;
    bool m_chunked = false;
    int m_status = 0;
};

} // namespace bench
