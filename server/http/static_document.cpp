// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/static_document.h"

#include "http/context.h"
#include "http/middleware/gzip.h"

#include <QCryptographicHash>

namespace signalbox::http {

namespace {

// If-None-Match holds `*` or tags, compared weakly (RFC 9110, 13.1.2).
bool names(QByteArrayView ifNoneMatch, QByteArrayView tag)
{
    for (const QByteArray &item : ifNoneMatch.toByteArray().split(',')) {
        QByteArrayView each = QByteArrayView(item).trimmed();
        if (each.startsWith("W/"))
            each = each.sliced(2);
        if (each == tag || each == "*")
            return true;
    }
    return false;
}

} // namespace

StaticDocument::StaticDocument(QByteArray contentType, QByteArray plain, QByteArray compressed)
    : m_contentType(std::move(contentType))
    , m_plain(std::move(plain))
    , m_compressed(std::move(compressed))
{
    const QByteArray hash = QCryptographicHash::hash(m_plain, QCryptographicHash::Sha256).toHex().first(32);
    m_plainTag = '"' + hash + '"';
    m_compressedTag = '"' + hash + "-gzip\"";
}

StaticDocument StaticDocument::fromPlain(QByteArray contentType, QByteArray body)
{
    QByteArray compressed = gzip(body);
    return {std::move(contentType), std::move(body), std::move(compressed)};
}

StaticDocument StaticDocument::fromGzip(QByteArray contentType, QByteArray compressed)
{
    QByteArray plain = gunzip(compressed);
    return {std::move(contentType), std::move(plain), std::move(compressed)};
}

Reply StaticDocument::reply(const Context &context) const
{
    const bool compressed = acceptsGzip(context.head().headers.combined("accept-encoding"));
    const QByteArray &tag = compressed ? m_compressedTag : m_plainTag;
    const bool known = names(context.head().headers.combined("if-none-match"), tag);
    Reply reply;
    reply.status = known ? 304 : 200;
    reply.headers.append("etag", tag);
    reply.headers.append("cache-control", "no-cache"); // may be kept, but is asked for again: 304 costs nothing
    reply.headers.append("vary", "accept-encoding");
    if (known)
        return reply;
    reply.headers.append("content-type", m_contentType);
    if (compressed)
        reply.headers.append("content-encoding", "gzip");
    reply.body = compressed ? m_compressed : m_plain;
    return reply;
}

} // namespace signalbox::http
