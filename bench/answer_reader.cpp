// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "answer_reader.h"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace bench {

namespace {

// The value of a field, or nothing. `name` in lower case.
std::string_view field(std::string_view head, std::string_view name)
{
    std::size_t line = head.find("\r\n");
    while (line != std::string_view::npos && line + 2 < head.size()) {
        const std::size_t begin = line + 2;
        line = head.find("\r\n", begin);
        const std::string_view text = head.substr(begin, line - begin);
        const std::size_t colon = text.find(':');
        const bool same = colon == name.size()
            && std::equal(name.begin(), name.end(), text.begin(),
                          [](char a, char b) { return a == std::tolower(static_cast<unsigned char>(b)); });
        if (same)
            return text.substr(std::min(text.size(), text.find_first_not_of(' ', colon + 1)));
    }
    return {};
}

} // namespace

AnswerReader::State AnswerReader::take(std::string_view received)
{
    m_buffer.append(received);
    if (m_headSize == 0) {
        const State state = readHead();
        if (state != State::Complete)
            return state;
    }
    return readBody();
}

AnswerReader::State AnswerReader::readHead()
{
    const std::size_t end = m_buffer.find("\r\n\r\n");
    if (end == std::string::npos)
        return m_buffer.size() > 64 * 1024 ? State::Bad : State::Incomplete;
    const std::string_view head = std::string_view(m_buffer).substr(0, end + 2);
    if (head.size() < 12 || head.substr(0, 7) != "HTTP/1.")
        return State::Bad;
    std::from_chars(head.data() + 9, head.data() + 12, m_status);
    const std::string_view length = field(head, "content-length");
    m_chunked = field(head, "transfer-encoding") == "chunked";
    const bool bodyless = m_status == 204 || m_status == 304;
    if (!length.empty())
        std::from_chars(length.data(), length.data() + length.size(), m_bodySize);
    else if (!m_chunked && !bodyless)
        return State::Bad;
    m_headSize = end + 4;
    return State::Complete;
}

AnswerReader::State AnswerReader::readBody() const
{
    if (m_chunked)
        return m_buffer.ends_with("0\r\n\r\n") ? State::Complete : State::Incomplete;
    const std::uint64_t whole = m_headSize + m_bodySize;
    if (m_buffer.size() > whole)
        return State::Bad;
    return m_buffer.size() == whole ? State::Complete : State::Incomplete;
}

void AnswerReader::reset()
{
    m_buffer.clear();
    m_headSize = 0;
    m_bodySize = 0;
    m_chunked = false;
    m_status = 0;
}

} // namespace bench
