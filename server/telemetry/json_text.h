// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "telemetry/line_buffer.h"

#include <QByteArray>

namespace signalbox::telemetry {

// Where a line is written straight into a LineBuffer: each put…() writes from `to` on and returns where the next goes.
// They need this much room.
constexpr qsizetype jsonStringRoom(qsizetype size)
{
    return 6 * size + 2;
}
constexpr qsizetype millisecondsRoom = 24;
constexpr qsizetype timeRoom = 32;

char *putJsonString(char *to, QByteArrayView text);
char *putMilliseconds(char *to, qint64 us);

// Appends `text` as a JSON string with its quotes. Whatever the bytes, the result is valid JSON in UTF-8 on one
// line: controls are escaped, and what isn't UTF-8 becomes U+FFFD.
void appendJsonString(LineBuffer &out, QByteArrayView text);

// Appends microseconds as milliseconds, exactly: 1234 is 1.234.
void appendMilliseconds(LineBuffer &out, qint64 us);

// Appends a time since the epoch as "2026-11-22T15:40:00.123Z". Remembers the last second, which is most often the
// next one's too. A thread's own.
class IsoClock {
public:
    char *put(char *to, qint64 us);
    void append(LineBuffer &out, qint64 us);

private:
    void setSecond(qint64 second);

    static constexpr std::size_t length = 19; // up to the seconds
    qint64 m_second = -1;
    char m_text[length] = {};
};

} // namespace signalbox::telemetry
