// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "telemetry/line_buffer.h"

#include <QByteArray>

namespace signalbox::telemetry {

// Appends `text` as a JSON string with its quotes. Whatever the bytes, the result is valid JSON in UTF-8 on one
// line: controls are escaped, and what isn't UTF-8 becomes U+FFFD.
void appendJsonString(LineBuffer &out, QByteArrayView text);

// Appends microseconds as milliseconds, exactly: 1234 is 1.234.
void appendMilliseconds(LineBuffer &out, qint64 us);

// Appends a time since the epoch as "2026-11-22T15:40:00.123Z". Remembers the last second, which is most often the
// next one's too. A thread's own.
class IsoClock {
public:
    void append(LineBuffer &out, qint64 us);

private:
    qint64 m_second = -1;
    QByteArray m_text; // up to the seconds
};

} // namespace signalbox::telemetry
