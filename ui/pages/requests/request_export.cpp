// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/requests/request_export.h"

#include "widgets/text_bytes.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <array>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

QString tr(const char *text)
{
    return QCoreApplication::translate("RepeatableRequest", text);
}

// Made by whoever sends, or true of one connection or one request alone.
bool belongsToTransfer(const QByteArray &name)
{
    static constexpr std::array<QByteArrayView, 9> names{"host",       "content-length",    "connection",
                                                         "keep-alive", "transfer-encoding", "expect",
                                                         "te",         "upgrade",           "x-request-id"};
    return std::any_of(names.begin(), names.end(),
                       [&name](QByteArrayView other) { return name.compare(other, Qt::CaseInsensitive) == 0; });
}

bool wantsCompressed(const RepeatableRequest &request)
{
    return !headerValue(request.headers, "accept-encoding").isEmpty();
}

QString curlHeader(const QByteArray &name, const QByteArray &value)
{
    return "-H "_L1 + shellQuoted(value.isEmpty() ? name + ';' : name + ": " + value); // curl drops "name:" alone
}

// HTTPie takes ":=" and ":@" for other things than a header; a backslash tells it not to.
QString httpieHeader(const QByteArray &name, const QByteArray &value)
{
    if (value.isEmpty())
        return shellQuoted(name + ';');
    const bool special = value.startsWith('=') || value.startsWith('@');
    return shellQuoted(name + ':' + (special ? "\\" : "") + value);
}

QString methodOption(const RepeatableRequest &request)
{
    if (request.method == "HEAD")
        return u"--head"_s; // -X HEAD would wait for a body
    const bool implied = request.body.isEmpty() ? request.method == "GET" : request.method == "POST";
    return implied ? QString() : "-X "_L1 + shellQuoted(request.method);
}

QString piped(const QByteArray &body, const QString &command)
{
    return "echo "_L1 + shellQuoted(body.toBase64()) + " | base64 -d | "_L1 + command;
}

QString javaScriptString(const QByteArray &text)
{
    // A JSON string is a JavaScript one; the array is there since a document can't be a string.
    const QJsonArray array{QString::fromUtf8(text)};
    const QByteArray json = QJsonDocument(array).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(json.mid(1, json.size() - 2));
}

QString fetchBody(const QByteArray &body)
{
    if (isText(body))
        return javaScriptString(body);
    return "Uint8Array.from(atob(\""_L1 + QString::fromLatin1(body.toBase64()) + "\"), c => c.charCodeAt(0))"_L1;
}

} // namespace

RepeatableRequest RepeatableRequest::fromRecord(const RequestRecord &record, const QUrl &server)
{
    RepeatableRequest request;
    request.method = record.method;
    request.server = server.adjusted(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment);
    request.path = record.path;
    request.captured = false;
    return request;
}

RepeatableRequest RepeatableRequest::fromDetails(const RequestDetails &details, const QUrl &server)
{
    RepeatableRequest request = fromRecord(details.record, server);
    if (!details.capture)
        return request;
    request.captured = true;
    for (const auto &header : details.capture->requestHeaders) {
        if (!belongsToTransfer(header.first))
            request.headers.append(header);
    }
    request.body = details.capture->requestBody.bytes;
    request.bodyTruncated = details.capture->requestBody.truncated;
    return request;
}

QByteArray RepeatableRequest::url() const
{
    return server.toEncoded(QUrl::StripTrailingSlash) + path;
}

QStringList RepeatableRequest::struckOutHeaders() const
{
    QStringList names;
    for (const auto &[name, value] : headers) {
        if (isStruckOut(value))
            names.append(QString::fromLatin1(name));
    }
    return names;
}

QStringList RepeatableRequest::missing() const
{
    QStringList lacks;
    if (!captured)
        lacks.append(tr("headers and body are not known (capture was off)"));
    const QStringList struck = struckOutHeaders();
    if (!struck.isEmpty())
        lacks.append(tr("the server struck out %1").arg(struck.join(", "_L1)));
    if (bodyTruncated)
        lacks.append(tr("only the first %1 bytes of the body were kept").arg(body.size()));
    if (isStruckOut(path))
        lacks.append(tr("the server struck out secrets in the query"));
    if (isStruckOut(body))
        lacks.append(tr("the server struck out secrets in the body"));
    return lacks;
}

QString toCurl(const RepeatableRequest &request)
{
    // --globoff and --path-as-is: brackets and dots of the path go as they came.
    QStringList words{u"curl"_s, u"--globoff"_s, u"--path-as-is"_s};
    const QString method = methodOption(request);
    if (!method.isEmpty())
        words.append(method);
    if (wantsCompressed(request))
        words.append(u"--compressed"_s);
    words.append(shellQuoted(request.url()));
    for (const auto &[name, value] : request.headers)
        words.append(curlHeader(name, value));
    if (request.body.isEmpty())
        return words.join(' '_L1);
    if (isText(request.body)) {
        words.append("--data-raw "_L1 + shellQuoted(request.body));
        return words.join(' '_L1);
    }
    words.append(u"--data-binary @-"_s);
    return piped(request.body, words.join(' '_L1));
}

QString toHttpie(const RepeatableRequest &request)
{
    QStringList words{u"http"_s};
    const bool piping = !request.body.isEmpty() && !isText(request.body);
    if (!piping)
        words.append(u"--ignore-stdin"_s);
    words.append(u"--path-as-is"_s);
    if (!request.body.isEmpty() && !piping)
        words.append("--raw "_L1 + shellQuoted(request.body));
    words.append(shellQuoted(request.method));
    words.append(shellQuoted(request.url()));
    for (const auto &[name, value] : request.headers)
        words.append(httpieHeader(name, value));
    const QString command = words.join(' '_L1);
    return piping ? piped(request.body, command) : command;
}

QString toFetch(const RepeatableRequest &request)
{
    QString script =
        "await fetch("_L1 + javaScriptString(request.url()) + ", {\n  method: "_L1 + javaScriptString(request.method);
    if (!request.headers.isEmpty()) {
        // A list of pairs, not an object: a header may occur twice.
        QStringList lines;
        for (const auto &[name, value] : request.headers)
            lines.append("    ["_L1 + javaScriptString(name) + ", "_L1 + javaScriptString(value) + ']'_L1);
        script += ",\n  headers: [\n"_L1 + lines.join(",\n"_L1) + "\n  ]"_L1;
    }
    if (!request.body.isEmpty())
        script += ",\n  body: "_L1 + fetchBody(request.body);
    return script + "\n});"_L1;
}

QString shellQuoted(const QByteArray &text)
{
    QByteArray word = text;
    word.replace('\0', "");
    const auto harmless = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || QByteArrayView("-_./:,@%+").contains(c);
    };
    if (!word.isEmpty() && std::all_of(word.begin(), word.end(), harmless))
        return QString::fromUtf8(word);
    word.replace('\'', "'\\''");
    return '\''_L1 + QString::fromUtf8(word) + '\''_L1;
}

} // namespace signalbox::ui
