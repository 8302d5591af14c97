// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/middleware/compression.h"

#include "base/compute_pool.h"
#include "http/middleware/gzip.h"
#include "http/middleware/vary.h"

#include <QCoro/QCoroFuture>

#include <algorithm>
#include <array>

namespace signalbox::http {

namespace {

bool isCompressibleType(QByteArrayView contentType)
{
    const qsizetype semicolon = contentType.indexOf(';');
    const QByteArray type =
        (semicolon < 0 ? contentType : contentType.first(semicolon)).trimmed().toByteArray().toLower();
    static constexpr std::array<QByteArrayView, 5> known{"application/json", "application/javascript",
                                                         "application/xml", "application/cbor", "image/svg+xml"};
    return type.startsWith("text/") || type.endsWith("+json") || type.endsWith("+xml")
        || std::find(known.begin(), known.end(), type) != known.end();
}

bool isCompressible(const Reply &reply, qsizetype leastBytes)
{
    const Headers &headers = reply.headers;
    return !reply.producer && reply.body.size() >= leastBytes && reply.status != 206
        && !headers.contains("content-encoding") && !headers.contains("content-range")
        && !headers.combined("cache-control").toLower().contains("no-transform")
        && isCompressibleType(headers.value("content-type"));
}

void markEncoded(Headers &headers)
{
    headers.set("content-encoding", "gzip");
    headers.remove("content-length");
    const QByteArray tag = headers.value("etag").toByteArray();
    if (tag.startsWith('"')) // other bytes: no longer the same entity strongly (RFC 9110, 8.8.3.3)
        headers.set("etag", QByteArray("W/" + tag));
}

QCoro::Task<> writeWhenReady(QFuture<QByteArray> compressed, std::shared_ptr<BodyWriter> writer)
{
    const QByteArray body = co_await compressed;
    QCoro::Task<bool> written = writer->write(body);
    co_await written;
}

} // namespace

ReplyStep compression(ComputePool &pool, CompressionSettings settings)
{
    return [&pool, settings](const Context &context, Reply &reply) {
        if (!isCompressible(reply, settings.leastBytes))
            return;
        addVary(reply.headers, "accept-encoding");
        if (!acceptsGzip(context.head().headers.combined("accept-encoding")))
            return;
        if (reply.body.size() <= settings.mostInlineBytes) {
            if (QByteArray compressed = gzip(reply.body); !compressed.isEmpty()) {
                reply.body = std::move(compressed);
                markEncoded(reply.headers);
            }
            return;
        }
        if (auto compressed = pool.tryRun([body = reply.body] { return gzip(body); })) {
            reply.producer = [future = *compressed](std::shared_ptr<BodyWriter> writer) {
                return writeWhenReady(future, std::move(writer));
            };
            reply.body.clear();
            markEncoded(reply.headers);
        }
    };
}

} // namespace signalbox::http
