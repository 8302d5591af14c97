// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArrayView>

#include <cstring>
#include <vector>

namespace signalbox::telemetry {

// Text being put together, piece by piece, some hundred thousand times a second: appending is inline, and clearing
// keeps the memory.
class LineBuffer {
public:
    bool isEmpty() const { return m_size == 0; }
    qsizetype size() const { return static_cast<qsizetype>(m_size); }
    QByteArrayView view() const { return {m_bytes.data(), size()}; }
    void clear() { m_size = 0; }

    LineBuffer &append(QByteArrayView text)
    {
        char *to = room(static_cast<std::size_t>(text.size()));
        if (!text.isEmpty())
            std::memcpy(to, text.data(), static_cast<std::size_t>(text.size()));
        m_size += static_cast<std::size_t>(text.size());
        return *this;
    }

    LineBuffer &append(char c)
    {
        *room(1) = c;
        ++m_size;
        return *this;
    }

    // For who writes in place: room for `most` bytes at the end, of which those up to `end` are then taken.
    char *room(std::size_t most)
    {
        if (m_size + most > m_bytes.size())
            m_bytes.resize((m_size + most) * 2);
        return m_bytes.data() + m_size;
    }
    void take(const char *end) { m_size = static_cast<std::size_t>(end - m_bytes.data()); }

private:
    std::vector<char> m_bytes; // its size is the capacity
    std::size_t m_size = 0;
};

} // namespace signalbox::telemetry
