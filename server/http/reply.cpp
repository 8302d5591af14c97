// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/reply.h"

#include <QJsonDocument>

namespace signalbox::http {

namespace {

Reply whole(QByteArrayView contentType, QByteArray body, int status)
{
    Reply reply;
    reply.status = status;
    reply.headers.append("content-type", contentType);
    reply.body = std::move(body);
    return reply;
}

} // namespace

Reply Reply::json(const QJsonObject &object, int status)
{
    return json(QJsonDocument(object).toJson(QJsonDocument::Compact), status);
}

Reply Reply::json(QByteArray encoded, int status)
{
    return whole("application/json", std::move(encoded), status);
}

Reply Reply::text(QByteArray text, int status)
{
    return whole("text/plain; charset=utf-8", std::move(text), status);
}

Reply Reply::empty(int status)
{
    Reply reply;
    reply.status = status;
    return reply;
}

Reply Reply::stream(QByteArray contentType, BodyProducer producer, int status)
{
    Reply reply = whole(contentType, {}, status);
    reply.producer = std::move(producer);
    return reply;
}

Reply &&Reply::withHeader(QByteArrayView name, QByteArrayView value) &&
{
    headers.append(name, value);
    return std::move(*this);
}

} // namespace signalbox::http
