// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

namespace signalbox::jobs {

// Makes lines of bytes as they come. Of a line that is longer than the longest the rest is left out. A value.
class LineSplitter {
public:
    explicit LineSplitter(qsizetype longest)
        : m_longest(longest)
    {
    }

    template <typename Take> void add(QByteArrayView bytes, Take take) // takes a QByteArray
    {
        while (!bytes.isEmpty()) {
            const qsizetype end = bytes.indexOf('\n');
            const QByteArrayView part = end < 0 ? bytes : bytes.first(end);
            m_line.append(part.first(std::min(part.size(), m_longest - m_line.size())));
            if (end < 0)
                return;
            take(rest());
            bytes = bytes.sliced(end + 1);
        }
    }
    // What came since the last end of a line.
    QByteArray rest()
    {
        QByteArray line = std::exchange(m_line, {});
        if (line.endsWith('\r'))
            line.chop(1);
        return line;
    }

private:
    qsizetype m_longest;
    QByteArray m_line;
};

} // namespace signalbox::jobs
