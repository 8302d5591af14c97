// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/requests/request_details.h"

#include <QCborArray>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

QByteArray bytesOf(const QCborValue &value)
{
    return value.isByteArray() ? value.toByteArray() : value.toString().toUtf8();
}

HeaderList headersOf(const QCborValue &value)
{
    HeaderList headers;
    const QCborArray pairs = value.toArray();
    for (const QCborValue pair : pairs)
        headers.append({bytesOf(pair.toArray().at(0)), bytesOf(pair.toArray().at(1))});
    return headers;
}

CapturedBody bodyOf(const QCborMap &map)
{
    CapturedBody body;
    body.bytes = QByteArray::fromBase64(bytesOf(map.value("base64"_L1)));
    body.size = map.value("size"_L1).toInteger(body.bytes.size());
    body.truncated = map.value("truncated"_L1).toBool();
    return body;
}

RequestCapture captureOf(const QCborMap &map)
{
    return {headersOf(map.value("requestHeaders"_L1)), headersOf(map.value("responseHeaders"_L1)),
            bodyOf(map.value("requestBody"_L1).toMap()), bodyOf(map.value("responseBody"_L1).toMap())};
}

LogLine lineOf(const QCborMap &map)
{
    LogLine line;
    line.time = QDateTime::fromString(map.value("time"_L1).toString(), Qt::ISODateWithMs);
    line.level = map.value("level"_L1).toString();
    line.event = map.value("event"_L1).toString();
    line.fields = map;
    for (const auto &known : {"time"_L1, "level"_L1, "event"_L1})
        line.fields.remove(known);
    return line;
}

} // namespace

QByteArray headerValue(const HeaderList &headers, QByteArrayView name)
{
    for (const auto &[key, value] : headers) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

bool isStruckOut(const QByteArray &value)
{
    return value.contains(struckOut);
}

RequestDetails RequestDetails::fromCbor(const QCborMap &map)
{
    RequestDetails details;
    details.record = RequestRecord::fromCbor(map.value("record"_L1).toMap());
    const QCborArray logs = map.value("logs"_L1).toArray();
    for (const QCborValue line : logs)
        details.logs.append(lineOf(line.toMap()));
    if (map.contains("capture"_L1))
        details.capture = captureOf(map.value("capture"_L1).toMap());
    return details;
}

} // namespace signalbox::ui
