// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/request_lines.h"

#include "telemetry/encoded_record.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <numeric>

namespace signalbox::telemetry {

namespace {

constexpr qsizetype numberRoom = 12;
constexpr qsizetype fixedRoom = 384; // of names, numbers and the time

template <std::size_t size> char *put(char *to, const char (&text)[size])
{
    std::memcpy(to, text, size - 1);
    return to + size - 1;
}

char *putBytes(char *to, QByteArrayView text)
{
    return std::copy(text.begin(), text.end(), to);
}

qsizetype textRoom(const RecordView &view)
{
    const auto texts = {view.id,    view.traceId, view.method,   view.path,
                        view.route, view.user,    view.userName, view.error};
    return std::accumulate(texts.begin(), texts.end(), qsizetype(0),
                           [](qsizetype room, QByteArrayView text) { return room + jsonStringRoom(text.size()); });
}

char *putFacts(char *to, const RecordView &view)
{
    to = putJsonString(put(to, ",\"requestId\":"), view.id);
    to = putJsonString(put(to, ",\"traceId\":"), view.traceId);
    to = putJsonString(put(to, ",\"method\":"), view.method);
    to = putJsonString(put(to, ",\"path\":"), view.path);
    to = putJsonString(put(to, ",\"route\":"), view.route);
    to = put(to, ",\"status\":");
    to = std::to_chars(to, to + numberRoom, view.status).ptr;
    to = putMilliseconds(put(to, ",\"ms\":"), view.durationUs);
    if (!view.user.isEmpty())
        to = putJsonString(put(to, ",\"user\":"), view.user);
    if (!view.userName.isEmpty())
        to = putJsonString(put(to, ",\"userName\":"), view.userName);
    if (!view.error.isEmpty())
        to = putJsonString(put(to, ",\"error\":"), view.error);
    return view.aborted ? put(to, ",\"aborted\":true") : to;
}

} // namespace

RequestLines::RequestLines(QByteArray nodeName)
{
    if (nodeName.isEmpty())
        return;
    LineBuffer field;
    field.append(",\"node\":");
    appendJsonString(field, nodeName);
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
    char *to = out.room(static_cast<std::size_t>(fixedRoom + m_node.size() + textRoom(view)));
    to = put(to, "{\"time\":\"");
    to = m_clock.put(to, record.endUs());
    to = put(to, "\",\"level\":\"");
    to = putBytes(to, level);
    to = put(to, "\",\"event\":\"");
    to = putBytes(to, event);
    to = put(to, "\"");
    to = putBytes(to, m_node);
    out.take(put(putFacts(to, view), "}\n"));
}

} // namespace signalbox::telemetry
