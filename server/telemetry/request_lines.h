// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "telemetry/json_text.h"
#include "telemetry/line_buffer.h"
#include "telemetry/log.h"

namespace signalbox::telemetry {

class EncodedRecord;

// Writes the log lines of requests: `request` at info for each, and `slow_request` at warn for a slow one.
// Collector's thread only.
class RequestLines {
public:
    explicit RequestLines(QByteArray nodeName);

    // Appends the lines that `level` lets through; returns how many.
    int append(LineBuffer &out, const EncodedRecord &record, Level level);

private:
    void appendLine(LineBuffer &out, const EncodedRecord &record, QByteArrayView level, QByteArrayView event);

    IsoClock m_clock;
    QByteArray m_node; // ready to append: `,"node":"a"`, or empty
};

} // namespace signalbox::telemetry
