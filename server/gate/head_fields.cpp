// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gate/head_fields.h"

#include "gate/character_classes.h"

#include <algorithm>

namespace signalbox::gate {

namespace {

using http::equalsIgnoringCase;
using http::RequestHead;

constexpr Refusal accepted{};

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isIpLiteral(QByteArrayView host)
{
    return host.size() > 2 && host.front() == '[' && host.back() == ']'
        && std::all_of(host.begin() + 1, host.end() - 1, [](char c) { return c == ':' || isOf(HostCharacter, c); });
}

bool isPort(QByteArrayView port)
{
    return port.size() <= 5 && std::all_of(port.begin(), port.end(), isDigit);
}

// uri-host [ ":" port ], RFC 9110, 7.2.
bool isAuthority(QByteArrayView authority)
{
    const bool literal = authority.startsWith('[');
    const qsizetype colon = literal ? authority.indexOf(':', authority.indexOf(']')) : authority.indexOf(':');
    const QByteArrayView host = colon < 0 ? authority : authority.first(colon);
    if (colon >= 0 && !isPort(authority.sliced(colon + 1)))
        return false;
    if (literal)
        return isIpLiteral(host);
    return !host.isEmpty() && std::all_of(host.begin(), host.end(), [](char c) { return isOf(HostCharacter, c); });
}

Refusal checkHost(const RequestHead &head)
{
    const qsizetype hosts = head.headers.count("host");
    if (hosts > 1)
        return {400, "A request must have one Host"};
    if (hosts == 0)
        return head.minorVersion == 0 ? accepted : Refusal{400, "A request must have a Host"};
    return isAuthority(head.headers.value("host")) ? accepted : Refusal{400, "Host is not valid"};
}

// "http://host/path?query" becomes "/path?query", its host replacing the field (RFC 9112, 3.2.2).
Refusal normaliseAbsoluteForm(RequestHead &head)
{
    const QByteArrayView target(head.target);
    const qsizetype schemeEnd = target.indexOf("://");
    if (schemeEnd < 0)
        return {400, "The request target is not in a form that is served here"};
    const QByteArrayView scheme = target.first(schemeEnd);
    if (!equalsIgnoringCase(scheme, "http") && !equalsIgnoringCase(scheme, "https"))
        return {400, "The scheme of the request target is not served here"};
    const QByteArrayView rest = target.sliced(schemeEnd + 3);
    const auto pathAt = std::find_if(rest.begin(), rest.end(), [](char c) { return c == '/' || c == '?'; });
    const QByteArrayView authority = rest.first(pathAt - rest.begin());
    if (!isAuthority(authority))
        return {400, "The host of the request target is not valid"};
    QByteArray path = rest.sliced(authority.size()).toByteArray();
    if (path.isEmpty() && head.method == http::Method::Options)
        path = "*";
    else if (!path.startsWith('/'))
        path.prepend('/');
    head.headers.set("Host", authority.toByteArray());
    head.target = std::move(path);
    return accepted;
}

Refusal checkTarget(RequestHead &head)
{
    if (head.target.startsWith('/'))
        return accepted;
    if (head.target == "*")
        return head.method == http::Method::Options ? accepted : Refusal{400, "\"*\" is a target of OPTIONS only"};
    return normaliseAbsoluteForm(head);
}

Refusal readContentLength(RequestHead &head, QByteArrayView value)
{
    constexpr qsizetype mostDigits = 18; // fits qint64
    if (value.isEmpty() || value.size() > mostDigits || !std::all_of(value.begin(), value.end(), isDigit))
        return {400, "Content-Length is not valid"};
    head.contentLength = value.toLongLong();
    return accepted;
}

Refusal readFraming(RequestHead &head)
{
    const qsizetype lengths = head.headers.count("content-length");
    const qsizetype codings = head.headers.count("transfer-encoding");
    if (lengths + codings > 1)
        return unclearLength;
    if (lengths == 1)
        return readContentLength(head, head.headers.value("content-length"));
    if (codings == 0)
        return accepted;
    if (head.minorVersion == 0)
        return {400, "HTTP/1.0 has no Transfer-Encoding"};
    if (!equalsIgnoringCase(head.headers.value("transfer-encoding"), "chunked"))
        return {400, "The only transfer coding served here is chunked"};
    head.chunked = true;
    head.contentLength = -1;
    return accepted;
}

template <typename Visit> void forEachListItem(QByteArrayView list, Visit visit)
{
    while (!list.isEmpty()) {
        const qsizetype comma = list.indexOf(',');
        visit((comma < 0 ? list : list.first(comma)).trimmed());
        list = comma < 0 ? QByteArrayView() : list.sliced(comma + 1);
    }
}

void readConnection(RequestHead &head)
{
    bool close = false;
    bool keepAlive = false;
    bool upgrade = false;
    for (const http::Headers::Field field : head.headers) {
        if (!equalsIgnoringCase(field.name, "connection"))
            continue;
        forEachListItem(field.value, [&](QByteArrayView option) {
            close = close || equalsIgnoringCase(option, "close");
            keepAlive = keepAlive || equalsIgnoringCase(option, "keep-alive");
            upgrade = upgrade || equalsIgnoringCase(option, "upgrade");
        });
    }
    head.keepAlive = !close && (head.minorVersion == 1 || keepAlive);
    head.upgrade = upgrade && head.minorVersion == 1 && head.headers.contains("upgrade");
}

Refusal readExpectation(RequestHead &head)
{
    if (head.minorVersion == 0 || !head.headers.contains("expect"))
        return accepted;
    if (!equalsIgnoringCase(head.headers.combined("expect"), "100-continue"))
        return {417, "The only expectation served here is 100-continue"};
    head.expectsContinue = true;
    return accepted;
}

} // namespace

Refusal interpretFields(RequestHead &head)
{
    readConnection(head);
    if (const Refusal refusal = checkHost(head))
        return refusal;
    if (const Refusal refusal = checkTarget(head))
        return refusal;
    if (const Refusal refusal = readFraming(head))
        return refusal;
    return readExpectation(head);
}

} // namespace signalbox::gate
