// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArrayView>

#include <optional>

namespace signalbox::http {

// The caller's place in a trace. Views into the header's value.
struct TraceParent {
    QByteArrayView traceId; // 32 lower-case hex digits
    QByteArrayView parentId; // 16
};

// Reads a `traceparent` strictly (W3C Trace Context, Level 1): lower-case hex, no all-zero ids, nothing after a
// version 00; a later version may go on after another dash. Nothing when it is to be ignored.
std::optional<TraceParent> parseTraceParent(QByteArrayView value);

} // namespace signalbox::http
