// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/trace_metadata.h"

#include "http/middleware/trace_context.h"

#include <QRegularExpression>

namespace signalbox::jobs {

using namespace Qt::Literals::StringLiterals;

QByteArray traceParent(const TraceLink &link)
{
    return "00-" + link.traceId + '-' + link.spanId + '-' + link.flags;
}

QString traceMetadata(const TraceLink &link)
{
    return QString::fromLatin1(R"({"traceparent":")" + traceParent(link) + R"("})");
}

std::optional<TraceLink> traceLinkOf(const QString &metadata)
{
    static const QRegularExpression pattern(
        u"\\b[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})\\b"_s); // W3C Trace Context, 3.2
    const auto found = pattern.match(metadata);
    if (!found.hasMatch() || !http::parseTraceParent(found.captured().toLatin1()))
        return std::nullopt;
    return TraceLink{found.captured(1).toLatin1(), found.captured(2).toLatin1(), found.captured(3).toLatin1()};
}

} // namespace signalbox::jobs
