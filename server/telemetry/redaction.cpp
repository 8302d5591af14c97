// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/redaction.h"

#include "telemetry/secret_names.h"
#include "telemetry/text_redaction.h"

#include <algorithm>

namespace signalbox::telemetry {

namespace {

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool isAmpersand(char c)
{
    return c == '&';
}

template <typename Predicate> qsizetype lengthUntil(QByteArrayView text, Predicate isEnd)
{
    return std::find_if(text.begin(), text.end(), isEnd) - text.begin();
}

QByteArray redactedForm(QByteArrayView form)
{
    const QByteArray asPath = '?' + form.toByteArray();
    return redactedText(RedactedPath(asPath).view().sliced(1));
}

// The name in `Content-Disposition: form-data; name="password"`.
QByteArrayView partName(QByteArrayView head)
{
    constexpr QByteArrayView marker = "name=";
    const qsizetype at = head.indexOf(marker);
    if (at < 0)
        return {};
    QByteArrayView name = head.sliced(at + marker.size());
    if (name.startsWith('"')) {
        name = name.sliced(1);
        const qsizetype quote = name.indexOf('"');
        return quote < 0 ? name : name.first(quote);
    }
    return name.first(lengthUntil(name, [](char c) { return c == ';' || isSpace(c); }));
}

QByteArray redactedMultipart(QByteArrayView body)
{
    constexpr QByteArrayView headEnd = "\r\n\r\n";
    constexpr QByteArrayView partEnd = "\r\n--";
    QByteArray out;
    while (!body.isEmpty()) {
        const qsizetype head = body.indexOf(headEnd);
        if (head < 0)
            break;
        const qsizetype value = head + headEnd.size();
        const qsizetype found = body.indexOf(partEnd, value);
        const qsizetype end = found < 0 ? body.size() : found;
        out.append(body.first(value));
        if (isSecretName(partName(body.first(head))))
            out.append(redactedMark);
        else
            out.append(redactedText(body.sliced(value, end - value)));
        body = body.sliced(end);
    }
    return out.append(body);
}

} // namespace

RedactedPath::RedactedPath(QByteArrayView path)
    : m_path(path)
{
    const qsizetype mark = path.indexOf('?');
    if (mark < 0)
        return;
    m_buffer.append(path.data(), mark + 1);
    copyParameters(path.sliced(mark + 1));
}

void RedactedPath::copyParameters(QByteArrayView query)
{
    while (true) {
        const qsizetype end = lengthUntil(query, [](char c) { return c == '&' || c == ';'; });
        const qsizetype equals = query.first(end).indexOf('=');
        const qsizetype value = equals + 1;
        const bool hasValue = equals >= 0 && value < query.size() && query[value] != '&';
        const bool secret = hasValue && isSecretName(query.first(equals));
        const QByteArrayView kept = query.first(secret ? value : end);
        m_buffer.append(kept.data(), kept.size());
        if (secret)
            m_buffer.append(redactedMark.data(), redactedMark.size());
        m_changed = m_changed || secret;
        // Who reads the query may take `;` for a part of the value.
        const qsizetype next = secret ? lengthUntil(query, isAmpersand) : end;
        if (next == query.size())
            return;
        m_buffer.append(query[next]);
        query = query.sliced(next + 1);
    }
}

QByteArray redactedHeader(QByteArrayView name, QByteArrayView value)
{
    if (isSecretName(name))
        return redactedMark.toByteArray();
    return redactedText(value);
}

QByteArray redactedBody(QByteArrayView body, QByteArrayView contentType)
{
    const QByteArray type = contentType.toByteArray().toLower();
    if (type.startsWith("multipart/"))
        return redactedMultipart(body);
    if (type.startsWith("application/x-www-form-urlencoded"))
        return redactedForm(body);
    return redactedText(body);
}

} // namespace signalbox::telemetry
