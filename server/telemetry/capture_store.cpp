// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/capture_store.h"

#include "telemetry/redaction.h"

#include <QCborArray>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace signalbox::telemetry {

namespace {

QByteArray headerValue(const Capture::Headers &headers, QByteArrayView name)
{
    const auto found = std::find_if(headers.begin(), headers.end(), [name](const auto &header) {
        return name.compare(header.first, Qt::CaseInsensitive) == 0;
    });
    return found == headers.end() ? QByteArray() : found->second;
}

Capture::Headers redacted(const Capture::Headers &headers)
{
    Capture::Headers result;
    for (const auto &[name, value] : headers)
        result.emplace_back(name, redactedHeader(name, value));
    return result;
}

// Secrets in a compressed body can't be seen, so none of it is kept.
QByteArray redactedBodyOf(const QByteArray &body, const Capture::Headers &headers)
{
    const QByteArray encoding = headerValue(headers, "content-encoding");
    if (!encoding.isEmpty() && encoding.compare("identity", Qt::CaseInsensitive) != 0)
        return {};
    return redactedBody(QByteArrayView(body).first(std::min(body.size(), Capture::maxBody)),
                        headerValue(headers, "content-type"));
}

Capture redacted(const Capture &from)
{
    Capture kept;
    kept.requestId = from.requestId;
    kept.requestHeaders = redacted(from.requestHeaders);
    kept.responseHeaders = redacted(from.responseHeaders);
    kept.requestBody = redactedBodyOf(from.requestBody, from.requestHeaders);
    kept.responseBody = redactedBodyOf(from.responseBody, from.responseHeaders);
    kept.requestBodySize = std::max(from.requestBodySize, qint64(from.requestBody.size()));
    kept.responseBodySize = std::max(from.responseBodySize, qint64(from.responseBody.size()));
    return kept;
}

QCborArray toCbor(const Capture::Headers &headers)
{
    QCborArray array;
    for (const auto &[name, value] : headers)
        array.append(QCborArray{QString::fromUtf8(name), QString::fromUtf8(value)});
    return array;
}

QCborMap bodyToCbor(const QByteArray &body, qint64 size)
{
    return {{u"base64"_s, QString::fromLatin1(body.toBase64())},
            {u"size"_s, size},
            {u"truncated"_s, size > Capture::maxBody || (body.isEmpty() && size > 0)}};
}

qint64 sizeOf(const Capture::Headers &headers)
{
    constexpr qint64 overhead = 96;
    qint64 size = 0;
    for (const auto &[name, value] : headers)
        size += name.size() + value.size() + overhead;
    return size;
}

} // namespace

CaptureStore::CaptureStore(qint64 maxBytes)
    : m_maxBytes(maxBytes)
{
}

qint64 CaptureStore::sizeOf(const Capture &capture)
{
    constexpr qint64 overhead = 512;
    return overhead + telemetry::sizeOf(capture.requestHeaders) + telemetry::sizeOf(capture.responseHeaders)
        + capture.requestBody.size() + capture.responseBody.size();
}

void CaptureStore::add(const Capture &capture)
{
    Capture kept = redacted(capture);
    m_bytes += sizeOf(kept);
    const auto same = m_captures.constFind(kept.requestId);
    if (same == m_captures.cend())
        m_order.push_back(kept.requestId);
    else
        m_bytes -= sizeOf(*same); // a client may send an id twice: the last is kept
    m_captures.emplace(kept.requestId, std::move(kept));
    while (m_bytes > m_maxBytes && !m_order.empty()) {
        m_bytes -= sizeOf(m_captures.take(m_order.front()));
        m_order.pop_front();
    }
}

std::optional<QCborMap> CaptureStore::find(const QByteArray &requestId) const
{
    const auto found = m_captures.constFind(requestId);
    if (found == m_captures.cend())
        return std::nullopt;
    return QCborMap{{u"requestHeaders"_s, toCbor(found->requestHeaders)},
                    {u"responseHeaders"_s, toCbor(found->responseHeaders)},
                    {u"requestBody"_s, bodyToCbor(found->requestBody, found->requestBodySize)},
                    {u"responseBody"_s, bodyToCbor(found->responseBody, found->responseBodySize)}};
}

} // namespace signalbox::telemetry
