// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/requests/har_export.h"

#include "pages/requests/request_export.h"
#include "pages/requests/requests_cells.h"
#include "utc_time.h"
#include "widgets/text_bytes.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrlQuery>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

QString text(const QByteArray &bytes)
{
    return QString::fromUtf8(bytes);
}

QJsonObject pair(const QString &name, const QString &value)
{
    return {{"name"_L1, name}, {"value"_L1, value}};
}

QJsonArray headersOf(const HeaderList &headers)
{
    QJsonArray list;
    for (const auto &[name, value] : headers)
        list.append(pair(text(name), text(value)));
    return list;
}

QJsonArray queryOf(const QByteArray &path)
{
    QJsonArray list;
    const auto items = QUrlQuery(QUrl::fromEncoded(path).query()).queryItems(QUrl::FullyDecoded);
    for (const auto &[name, value] : items)
        list.append(pair(name, value));
    return list;
}

QString mimeTypeOf(const HeaderList &headers)
{
    const QByteArray type = headerValue(headers, "content-type");
    return type.isEmpty() ? u"application/octet-stream"_s : text(type);
}

void putBody(QJsonObject &target, const CapturedBody &body)
{
    if (isText(body.bytes)) {
        target["text"_L1] = text(body.bytes);
    } else {
        target["text"_L1] = QString::fromLatin1(body.bytes.toBase64());
        target["encoding"_L1] = "base64"_L1;
    }
    if (body.truncated)
        target["comment"_L1] = u"the first %1 of %2 bytes"_s.arg(body.bytes.size()).arg(body.size);
}

// HAR's bodySize is without the head, which the record's bytes count too; -1: not known.
qint64 bodySizeOf(const RequestDetails &details, const CapturedBody &body)
{
    return details.capture ? body.size : -1;
}

QJsonObject requestOf(const RequestDetails &details, const QUrl &server)
{
    const RequestCapture capture = details.capture.value_or(RequestCapture{});
    QJsonObject request{{"method"_L1, text(details.record.method)},
                        {"url"_L1, text(RepeatableRequest::fromDetails(details, server).url())},
                        {"httpVersion"_L1, "HTTP/1.1"_L1},
                        {"cookies"_L1, QJsonArray()},
                        {"headers"_L1, headersOf(capture.requestHeaders)},
                        {"queryString"_L1, queryOf(details.record.path)},
                        {"headersSize"_L1, -1},
                        {"bodySize"_L1, bodySizeOf(details, capture.requestBody)}};
    if (!capture.requestBody.bytes.isEmpty()) {
        QJsonObject postData{{"mimeType"_L1, mimeTypeOf(capture.requestHeaders)}};
        putBody(postData, capture.requestBody);
        request["postData"_L1] = postData;
    }
    return request;
}

QJsonObject responseOf(const RequestDetails &details)
{
    const RequestCapture capture = details.capture.value_or(RequestCapture{});
    QJsonObject content{{"size"_L1, bodySizeOf(details, capture.responseBody)},
                        {"mimeType"_L1, mimeTypeOf(capture.responseHeaders)}};
    if (!capture.responseBody.bytes.isEmpty())
        putBody(content, capture.responseBody);
    return {{"status"_L1, details.record.status},
            {"statusText"_L1, statusPhrase(details.record.status)},
            {"httpVersion"_L1, "HTTP/1.1"_L1},
            {"cookies"_L1, QJsonArray()},
            {"headers"_L1, headersOf(capture.responseHeaders)},
            {"content"_L1, content},
            {"redirectURL"_L1, text(headerValue(capture.responseHeaders, "location"))},
            {"headersSize"_L1, -1},
            {"bodySize"_L1, bodySizeOf(details, capture.responseBody)}};
}

QJsonObject timingsOf(const RequestRecord &record)
{
    const double total = double(record.durationUs) / 1000;
    const double wait = record.ttfbUs < 0 ? total : double(record.ttfbUs) / 1000;
    return {{"send"_L1, 0}, {"wait"_L1, wait}, {"receive"_L1, std::max(0.0, total - wait)}};
}

QJsonObject entryOf(const RequestDetails &details, const QUrl &server)
{
    const RequestRecord &record = details.record;
    const QDateTime at = utcTime(record.atUs / 1000);
    QJsonObject entry{{"startedDateTime"_L1, at.toString(Qt::ISODateWithMs)},
                      {"time"_L1, double(record.durationUs) / 1000},
                      {"request"_L1, requestOf(details, server)},
                      {"response"_L1, responseOf(details)},
                      {"cache"_L1, QJsonObject()},
                      {"timings"_L1, timingsOf(record)},
                      {"_signalbox"_L1, record.toCbor().toJsonObject()}};
    if (!details.capture)
        entry["comment"_L1] = "headers and bodies were not captured"_L1;
    return entry;
}

} // namespace

QByteArray toHar(const QList<RequestDetails> &requests, const QUrl &server)
{
    QJsonArray entries;
    for (const RequestDetails &details : requests)
        entries.append(entryOf(details, server));
    const QJsonObject creator{{"name"_L1, "Signalbox"_L1}, {"version"_L1, QCoreApplication::applicationVersion()}};
    const QJsonObject log{{"version"_L1, "1.2"_L1}, {"creator"_L1, creator}, {"entries"_L1, entries}};
    return QJsonDocument(QJsonObject{{"log"_L1, log}}).toJson();
}

} // namespace signalbox::ui
