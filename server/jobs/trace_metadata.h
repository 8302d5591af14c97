// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace signalbox::jobs {

// The trace that a job belongs to, and the span that it came of. A value.
struct TraceLink {
    QByteArray traceId; // 32 hex digits
    QByteArray spanId; // 16 hex digits
    QByteArray flags = "01"; // of W3C Trace Context: it is recorded
};

// 00-TRACE-SPAN-FLAGS, as W3C Trace Context has it.
QByteArray traceParent(const TraceLink &link);

// As BullMQ's telemetry carries it with a job (JobOptions::traceParent): the headers of W3C Trace Context as JSON.
QString traceMetadata(const TraceLink &link);
// Of such metadata, or of a mere traceparent; nothing when there is none in it.
std::optional<TraceLink> traceLinkOf(const QString &metadata);

} // namespace signalbox::jobs
