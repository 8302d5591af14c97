// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/feed_message.h"

#include <QCborParserError>
#include <QCborValue>
#include <QJsonDocument>
#include <QJsonObject>

namespace signalbox::admin {

using namespace Qt::Literals::StringLiterals;

namespace {

FeedError notUnderstood()
{
    return {uR"(Send {"subscribe": {"topic": "requests"}} or {"unsubscribe": "requests"})"_s, std::nullopt, 0};
}

FeedMessage parseSubscribe(const QCborValue &value)
{
    QCborMap options = value.toMap();
    const QCborValue topic = options.take(u"topic"_s);
    if (!topic.isString())
        return FeedError{u"subscribe needs a topic"_s, std::nullopt, 0};
    return Subscribe{topic.toString(), options};
}

FeedMessage parseMap(const QCborMap &message)
{
    if (message.size() != 1)
        return notUnderstood();
    const QCborValue subscribe = message.value("subscribe"_L1);
    if (subscribe.isMap())
        return parseSubscribe(subscribe);
    const QCborValue unsubscribe = message.value("unsubscribe"_L1);
    if (unsubscribe.isString())
        return Unsubscribe{unsubscribe.toString()};
    return notUnderstood();
}

} // namespace

QCborMap FeedError::toCbor() const
{
    QCborMap map{{u"error"_s, message}};
    if (position) {
        map.insert(u"position"_s, qint64(*position));
        map.insert(u"length"_s, qint64(length));
    }
    return map;
}

FeedMessage parseFeedText(const QString &json)
{
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(json.toUtf8(), &error);
    if (error.error != QJsonParseError::NoError)
        return FeedError{"This is no JSON: "_L1 + error.errorString(), error.offset, 1};
    return parseMap(QCborMap::fromJsonObject(document.object()));
}

FeedMessage parseFeedBinary(const QByteArray &cbor)
{
    QCborParserError error;
    const QCborValue value = QCborValue::fromCbor(cbor, &error);
    if (error.error != QCborError::NoError)
        return FeedError{"This is no CBOR: "_L1 + error.errorString(), error.offset, 1};
    return parseMap(value.toMap());
}

} // namespace signalbox::admin
