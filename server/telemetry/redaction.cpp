// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/redaction.h"

#include <algorithm>

namespace signalbox::telemetry {

namespace {

// Names are compared as their lowered letters and digits.
constexpr QByteArrayView wholeNames[] = {"pwd", "pass", "auth", "authorization", "cookie", "setcookie", "sig",
                                         "jwt", "otp",  "pin",  "cvv",           "cvc",    "session",   "sessionid"};
constexpr QByteArrayView endings[] = {"passwd",     "token",       "apikey",     "secretkey",         "signature",
                                      "credential", "credentials", "privatekey", "accesskey",         "accesskeyid",
                                      "passphrase", "cardnumber",  "authkey",    "proxyauthorization"};
constexpr QByteArrayView parts[] = {"password", "secret"};

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

using Name = QVarLengthArray<char, 64>;

void appendLetter(Name &name, char c)
{
    if (c >= 'A' && c <= 'Z')
        c = static_cast<char>(c | 0x20);
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
        name.append(c);
}

// `\u0070` of JSON and `%70` of addresses are read, or a secret could be hidden from us and not from its reader.
Name normalised(QByteArrayView text)
{
    constexpr qsizetype longest = 64;
    Name name;
    for (qsizetype i = 0; i < text.size() && name.size() < longest; ++i) {
        const bool percent = text[i] == '%' && i + 2 < text.size();
        const bool unicode = text[i] == '\\' && i + 5 < text.size() && text[i + 1] == 'u';
        if (!percent && !unicode) {
            appendLetter(name, text[i]);
            continue;
        }
        const qsizetype last = i + (percent ? 2 : 5);
        const int high = hexDigit(text[last - 1]);
        const int low = hexDigit(text[last]);
        if (high >= 0 && low >= 0)
            appendLetter(name, static_cast<char>(high * 16 + low));
        i = last;
    }
    return name;
}

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// Copies text that has `"name": value` in it without the values of secret names. Not a parser: it must do its work
// on what is cut off, or no JSON at all.
class JsonRedactor {
public:
    explicit JsonRedactor(QByteArrayView text)
        : m_text(text)
    {
    }

    QByteArray run()
    {
        while (m_at < m_text.size()) {
            if (m_text[m_at] == '"')
                copyString();
            else
                m_out.append(m_text[m_at++]);
        }
        return m_out;
    }

private:
    // Past the closing quote, or to the end.
    qsizetype endOfString(qsizetype at) const
    {
        for (++at; at < m_text.size(); ++at) {
            if (m_text[at] == '\\')
                ++at;
            else if (m_text[at] == '"')
                return at + 1;
        }
        return m_text.size();
    }

    qsizetype pastSpace(qsizetype at) const
    {
        while (at < m_text.size() && isSpace(m_text[at]))
            ++at;
        return at;
    }

    void copyString()
    {
        const qsizetype end = endOfString(m_at);
        const QByteArrayView name = m_text.sliced(m_at + 1, std::max<qsizetype>(end - m_at - 2, 0));
        const qsizetype colon = pastSpace(end);
        const bool isKey = colon < m_text.size() && m_text[colon] == ':';
        if (!isKey || !isSecretName(name)) {
            m_out.append(m_text.sliced(m_at, end - m_at));
            m_at = end;
            return;
        }
        const qsizetype value = pastSpace(colon + 1);
        m_out.append(m_text.sliced(m_at, value - m_at));
        m_out.append('"').append(redactedMark).append('"');
        m_at = endOfValue(value);
    }

    qsizetype endOfValue(qsizetype at) const
    {
        int depth = 0;
        while (at < m_text.size()) {
            const char c = m_text[at];
            if (depth == 0 && (c == ',' || c == '}' || c == ']' || c == '\n'))
                return at;
            if (c == '{' || c == '[')
                ++depth;
            else if (c == '}' || c == ']')
                --depth;
            at = c == '"' ? endOfString(at) : at + 1;
        }
        return m_text.size();
    }

    QByteArrayView m_text;
    QByteArray m_out;
    qsizetype m_at = 0;
};

QByteArray redactedForm(QByteArrayView form)
{
    const QByteArray asPath = '?' + form.toByteArray();
    return RedactedPath(asPath).view().sliced(1).toByteArray();
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
    const auto end = std::find_if(name.begin(), name.end(), [](char c) { return c == ';' || isSpace(c); });
    return name.first(end - name.begin());
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
            out.append(JsonRedactor(body.sliced(value, end - value)).run());
        body = body.sliced(end);
    }
    return out.append(body);
}

} // namespace

bool isSecretName(QByteArrayView name)
{
    const Name letters = normalised(name);
    const QByteArrayView text(letters.data(), letters.size());
    const auto is = [&text](QByteArrayView whole) { return text == whole; };
    const auto ends = [&text](QByteArrayView ending) { return text.endsWith(ending); };
    const auto has = [&text](QByteArrayView part) { return text.contains(part); };
    return std::any_of(std::begin(wholeNames), std::end(wholeNames), is)
        || std::any_of(std::begin(endings), std::end(endings), ends)
        || std::any_of(std::begin(parts), std::end(parts), has);
}

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
    for (qsizetype at = 0; at <= query.size();) {
        const auto stop = std::find_if(query.begin() + at, query.end(), [](char c) { return c == '&' || c == ';'; });
        const QByteArrayView parameter = query.sliced(at, stop - (query.begin() + at));
        const qsizetype equals = parameter.indexOf('=');
        const bool secret = equals >= 0 && equals + 1 < parameter.size() && isSecretName(parameter.first(equals));
        const QByteArrayView kept = secret ? parameter.first(equals + 1) : parameter;
        m_buffer.append(kept.data(), kept.size());
        if (secret)
            m_buffer.append(redactedMark.data(), redactedMark.size());
        m_changed = m_changed || secret;
        if (stop == query.end())
            return;
        m_buffer.append(*stop);
        at += parameter.size() + 1;
    }
}

QByteArray redactedHeader(QByteArrayView name, QByteArrayView value)
{
    if (isSecretName(name))
        return redactedMark.toByteArray();
    return RedactedPath(value).view().toByteArray();
}

QByteArray redactedBody(QByteArrayView body, QByteArrayView contentType)
{
    const QByteArray type = contentType.toByteArray().toLower();
    if (type.startsWith("multipart/"))
        return redactedMultipart(body);
    if (type.startsWith("application/x-www-form-urlencoded"))
        return redactedForm(body);
    return JsonRedactor(body).run();
}

} // namespace signalbox::telemetry
