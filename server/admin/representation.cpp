// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/representation.h"

#include "http/context.h"

#include <QCborValue>
#include <QJsonObject>

namespace signalbox::admin {

namespace {

struct Range {
    QByteArray type;
    double weight = 1;
};

Range parseRange(const QByteArray &text)
{
    const QList<QByteArray> parts = text.split(';');
    Range range{parts.first().trimmed().toLower(), 1};
    for (const QByteArray &part : parts.sliced(1)) {
        const QByteArray parameter = part.trimmed().toLower();
        if (parameter.startsWith("q="))
            range.weight = parameter.sliced(2).toDouble(); // 0 when it is no number: not wanted
    }
    return range;
}

} // namespace

Representation preferred(QByteArrayView accept)
{
    double json = 0;
    double cbor = 0;
    for (const QByteArray &text : accept.toByteArray().split(',')) {
        const Range range = parseRange(text);
        if (range.type == "application/cbor")
            cbor = qMax(cbor, range.weight);
        else if (range.type == "application/json")
            json = qMax(json, range.weight);
    }
    return cbor > 0 && cbor >= json ? Representation::Cbor : Representation::Json;
}

http::Reply represent(const http::Context &context, const QCborMap &body)
{
    if (preferred(context.header("Accept")) == Representation::Json)
        return http::Reply::json(body.toJsonObject()).withHeader("Vary", "Accept");
    http::Reply reply;
    reply.body = QCborValue(body).toCbor();
    reply.headers.append("Content-Type", "application/cbor");
    reply.headers.append("Vary", "Accept");
    return reply;
}

} // namespace signalbox::admin
