// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gate/response_writer.h"

#include "gate/status_line.h"

#include <array>
#include <charconv>

namespace signalbox::gate {

namespace {

bool hasNoBody(int status)
{
    return status < 200 || status == 204 || status == 304;
}

template <typename Number> void appendNumber(QByteArray &out, Number number, int base = 10)
{
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, base).ptr;
    out.append(digits.data(), end - digits.data());
}

// A handler may tell the length of what it streams, or of what HEAD leaves out.
bool keepsOwnLength(const http::Reply &reply, const http::RequestHead &request)
{
    return reply.producer || (request.method == http::Method::Head && reply.body.isEmpty());
}

void dropOwnFields(http::Reply &reply, const http::RequestHead &request)
{
    for (const QByteArrayView name : {QByteArrayView("connection"), QByteArrayView("transfer-encoding"),
                                      QByteArrayView("date"), QByteArrayView("keep-alive")})
        reply.headers.remove(name);
    if (!keepsOwnLength(reply, request) || hasNoBody(reply.status))
        reply.headers.remove("content-length");
}

void appendFraming(QByteArray &out, const http::Reply &reply, const http::RequestHead &request)
{
    const BodyFraming framing = framingOf(reply, request);
    if (framing == BodyFraming::Chunked) {
        out.append("transfer-encoding: chunked\r\n");
    } else if (framing == BodyFraming::Length && !reply.headers.contains("content-length")) {
        out.append("content-length: ");
        appendNumber(out, reply.body.size());
        out.append("\r\n");
    }
}

} // namespace

BodyFraming framingOf(const http::Reply &reply, const http::RequestHead &request)
{
    if (hasNoBody(reply.status))
        return BodyFraming::None;
    if (!reply.producer || reply.headers.contains("content-length"))
        return BodyFraming::Length;
    return request.minorVersion == 0 ? BodyFraming::UntilClose : BodyFraming::Chunked;
}

void appendHead(QByteArray &out, http::Reply &reply, const ResponseFrame &frame)
{
    dropOwnFields(reply, frame.request);
    out.append(statusLine(reply.status));
    out.append(reply.headers.wire());
    out.append(frame.dateField);
    appendFraming(out, reply, frame.request);
    if (frame.close)
        out.append("connection: close\r\n");
    else if (frame.request.minorVersion == 0)
        out.append("connection: keep-alive\r\n");
    out.append("\r\n");
}

void appendChunk(QByteArray &out, QByteArrayView data)
{
    if (data.isEmpty())
        return;
    appendNumber(out, data.size(), 16);
    out.append("\r\n").append(data).append("\r\n");
}

} // namespace signalbox::gate
