// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/request_lines.h"

#include "telemetry/encoded_record.h"

#include <charconv>

namespace signalbox::telemetry {

namespace {

void appendField(LineBuffer &out, QByteArrayView name, QByteArrayView value)
{
    out.append(",\"").append(name).append("\":");
    appendJsonString(out, value);
}

void appendStatus(LineBuffer &out, int status)
{
    char digits[12];
    const auto end = std::to_chars(digits, digits + sizeof digits, status).ptr;
    out.append(",\"status\":").append(QByteArrayView(digits, end - digits));
}

} // namespace

RequestLines::RequestLines(QByteArray nodeName)
{
    if (nodeName.isEmpty())
        return;
    LineBuffer field;
    appendField(field, "node", nodeName);
    m_node = field.view().toByteArray();
}

int RequestLines::append(LineBuffer &out, const EncodedRecord &record, Level level)
{
    int lines = 0;
    if (level <= Level::Info) {
        appendLine(out, record, "info", "request");
        ++lines;
    }
    if (level <= Level::Warn && record.isSlow()) {
        appendLine(out, record, "warn", "slow_request");
        ++lines;
    }
    return lines;
}

void RequestLines::appendLine(LineBuffer &out, const EncodedRecord &record, QByteArrayView level, QByteArrayView event)
{
    const RecordView view = record.view();
    out.append("{\"time\":\"");
    m_clock.append(out, record.endUs());
    out.append("\",\"level\":\"").append(level).append("\",\"event\":\"").append(event).append('"').append(m_node);
    appendField(out, "requestId", view.id);
    appendField(out, "traceId", view.traceId);
    appendField(out, "method", view.method);
    appendField(out, "path", view.path);
    appendField(out, "route", view.route);
    appendStatus(out, view.status);
    out.append(",\"ms\":");
    appendMilliseconds(out, view.durationUs);
    if (!view.user.isEmpty())
        appendField(out, "user", view.user);
    if (!view.error.isEmpty())
        appendField(out, "error", view.error);
    if (view.aborted)
        out.append(",\"aborted\":true");
    out.append("}\n");
}

} // namespace signalbox::telemetry
