// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/middleware/trace_context.h"

#include <algorithm>

namespace signalbox::http {

namespace {

bool isLowerHex(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool isAllZero(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c == '0'; });
}

} // namespace

// "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
std::optional<TraceParent> parseTraceParent(QByteArrayView value)
{
    constexpr qsizetype length = 55;
    if (value.size() < length || value[2] != '-' || value[35] != '-' || value[52] != '-')
        return {};
    const QByteArrayView version = value.first(2);
    const TraceParent parent{value.sliced(3, 32), value.sliced(36, 16)};
    const QByteArrayView flags = value.sliced(53, 2);
    if (!isLowerHex(version) || !isLowerHex(parent.traceId) || !isLowerHex(parent.parentId) || !isLowerHex(flags))
        return {};
    const bool mayGoOn = version != "00" && value.size() > length && value[length] == '-';
    if (version == "ff" || (value.size() > length && !mayGoOn))
        return {};
    if (isAllZero(parent.traceId) || isAllZero(parent.parentId))
        return {};
    return parent;
}

} // namespace signalbox::http
