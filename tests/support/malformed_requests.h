// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QList>

namespace signalbox::test {

// A request that must be refused: what it is, its bytes, the status of the one answer.
struct MalformedRequest {
    const char *name;
    QByteArray bytes;
    int status;
};

// What the gate refuses in a head.
inline QList<MalformedRequest> malformedHeads()
{
    const auto get = [](const QByteArray &fields) { return "GET / HTTP/1.1\r\n" + fields + "\r\n\r\n"; };
    const auto target = [](const QByteArray &text) { return "GET " + text + " HTTP/1.1\r\nHost: a\r\n\r\n"; };
    const auto post = [](const QByteArray &fields) { return "POST / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n\r\n"; };
    return {
        // smuggling
        {"both lengths", post("Content-Length: 5\r\nTransfer-Encoding: chunked") + "0\r\n\r\n", 400},
        {"both lengths, other order", post("Transfer-Encoding: chunked\r\nContent-Length: 5") + "0\r\n\r\n", 400},
        {"two differing lengths", post("Content-Length: 5\r\nContent-Length: 6") + "hello", 400},
        {"a length repeated", post("Content-Length: 5\r\nContent-Length: 5") + "hello", 400},
        {"a list of lengths", post("Content-Length: 5, 5") + "hello", 400},
        {"a signed length", post("Content-Length: +5") + "hello", 400},
        {"a negative length", post("Content-Length: -5"), 400},
        {"a hexadecimal length", post("Content-Length: 0x5"), 400},
        {"an empty length", post("Content-Length: "), 400},
        {"a length with a space", post("Content-Length: 1 2"), 400},
        {"a length beyond 64 bits", post("Content-Length: 99999999999999999999999"), 400},
        {"an unknown coding", post("Transfer-Encoding: gzip"), 400},
        {"a coding before chunked", post("Transfer-Encoding: gzip, chunked"), 400},
        {"a coding after chunked", post("Transfer-Encoding: chunked, identity"), 400},
        {"chunked twice", post("Transfer-Encoding: chunked, chunked"), 400},
        {"two transfer codings", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"), 400},
        {"a coding almost chunked", post("Transfer-Encoding: xchunked"), 400},
        {"a coding with a parameter", post("Transfer-Encoding: chunked;x=1"), 400},
        {"an empty coding", post("Transfer-Encoding:"), 400},
        {"chunked in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        // lines
        {"a folded field", get("Host: a\r\nX: 1\r\n 2"), 400},
        {"a field folded by a tab", get("Host: a\r\nX: 1\r\n\t2"), 400},
        {"a folded first field", get(" Host: a"), 400},
        {"a bare CR in a value", get("Host: a\r\nX: 1\r2"), 400},
        {"a bare CR before a field", get("Host: a\r\n\rX: 1"), 400},
        {"a bare LF after the request line", "GET / HTTP/1.1\nHost: a\r\n\r\n", 400},
        {"a bare LF after a field", "GET / HTTP/1.1\r\nHost: a\nX: 1\r\n\r\n", 400},
        {"a bare LF at the end", "GET / HTTP/1.1\r\nHost: a\r\n\n", 400},
        {"two empty lines before", "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        // fields
        {"NUL in a value", get(QByteArray("Host: a\r\nX: 1\0002", 15)), 400},
        {"NUL in a name", get(QByteArray("Host: a\r\nX\000: 1", 13)), 400},
        {"a control in a value", get("Host: a\r\nX: \x01"), 400},
        {"DEL in a value", get("Host: a\r\nX: \x7f"), 400},
        {"a space before the colon", get("Host : a"), 400},
        {"a tab before the colon", get("Host: a\r\nContent-Length\t: 5"), 400},
        {"a space in a name", get("Host: a\r\nX Y: 1"), 400},
        {"an empty name", get("Host: a\r\n: 1"), 400},
        {"a name with brackets", get("Host: a\r\nX(): 1"), 400},
        {"a name beyond ASCII", get("Host: a\r\nX\xc3\xa4: 1"), 400},
        {"a line without a colon", get("Host: a\r\nX"), 400},
        // Host
        {"no host", "GET / HTTP/1.1\r\n\r\n", 400},
        {"an empty host", get("Host:"), 400},
        {"two hosts", get("Host: a\r\nHost: b"), 400},
        {"a host twice", get("Host: a\r\nhost: a"), 400},
        {"two hosts in HTTP/1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", 400},
        {"a host with a path", get("Host: a/b"), 400},
        {"a host with a user", get("Host: u@a"), 400},
        {"a host with a space", get("Host: a b"), 400},
        {"a host list", get("Host: a, [b]"), 400},
        {"a host with a bad port", get("Host: a:x"), 400},
        {"a host with a long port", get("Host: a:123456"), 400},
        {"an open IPv6 host", get("Host: [::1"), 400},
        // request line
        {"no target", "GET HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"two spaces", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"a tab for a space", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"a space first", " GET / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"a space after the version", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", 400},
        {"a method with a bracket", "G(T / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"a method without end", QByteArray(40, 'A'), 400},
        {"HTTP/0.9", "GET /\r\n\r\n", 400},
        {"HTTP/2", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 400},
        {"HTTP/1.2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", 400},
        {"a version in small letters", "GET / http/1.1\r\nHost: a\r\n\r\n", 400},
        {"a version with more digits", "GET / HTTP/1.10\r\nHost: a\r\n\r\n", 400},
        {"the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400},
        {"a TLS handshake", QByteArray("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11), 400},
        {"a target beyond ASCII", target("/\xc3\xa4"), 400},
        {"a target with a control", target("/\x01"), 400},
        {"a target with a fragment", target("/a#b"), 400},
        {"a relative target", target("a"), 400},
        {"a star that is not for OPTIONS", target("*"), 400},
        {"a scheme that is not served", target("ftp://a/"), 400},
        {"an absolute target without a host", target("http:///a"), 400},
        {"an absolute target with a user", target("http://u@a/"), 400},
        {"a tunnel", "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"an unknown expectation", post("Expect: coffee"), 417},
        // limits
        {"a long target", target("/" + QByteArray(8 * 1024, 'a')), 414},
        {"a long field", get("Host: a\r\nX: " + QByteArray(16 * 1024, 'a')), 431},
        {"a long name", get("Host: a\r\n" + QByteArray(16 * 1024, 'a') + ": 1"), 431},
        {"many fields", get("Host: a" + QByteArray("\r\nX: 1").repeated(100)), 431},
    };
}

// What the gate refuses in a body, after a good head.
inline QList<MalformedRequest> malformedBodies()
{
    const QByteArray head = "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    return {
        {"no size", head + "\r\nhello\r\n0\r\n\r\n", 400},
        {"a size that is no number", head + "g\r\n", 400},
        {"a signed size", head + "+5\r\nhello\r\n0\r\n\r\n", 400},
        {"a negative size", head + "-5\r\n", 400},
        {"a size with 0x", head + "0x5\r\nhello\r\n0\r\n\r\n", 400},
        {"a space before a size", head + " 5\r\nhello\r\n", 400},
        {"a space after a size", head + "5 \r\nhello\r\n", 400},
        {"a size beyond 64 bits", head + "fffffffffffffffff\r\n", 400},
        {"a bare LF after a size", head + "5\nhello\r\n0\r\n\r\n", 400},
        {"a bare CR after a size", head + "5\rhello\r\n0\r\n\r\n", 400},
        {"a chunk longer than its size", head + "5\r\nhello!\r\n0\r\n\r\n", 400},
        {"a bare LF after a chunk", head + "5\r\nhello\n0\r\n\r\n", 400},
        {"a bare CR after a chunk", head + "5\r\nhello\r0\r\n\r\n", 400},
        {"NUL in an extension", head + QByteArray("5;a=\000\r\nhello\r\n", 14), 400},
        {"a bare LF in an extension", head + "5;a=\nhello\r\n", 400},
        {"a long extension", head + "5;" + QByteArray(20'000, 'a'), 431},
        {"a folded trailer", head + "0\r\nX: 1\r\n 2\r\n\r\n", 400},
        {"a trailer without a colon", head + "0\r\nX\r\n\r\n", 400},
        {"a space before a trailer's colon", head + "0\r\nX : 1\r\n\r\n", 400},
        {"a bare LF after the last chunk", head + "0\n\r\n", 400},
        {"a bare LF at the end", head + "0\r\n\n", 400},
        {"many trailers", head + "0\r\n" + QByteArray("X: 1\r\n").repeated(101), 431},
        {"a long trailer", head + "0\r\nX: " + QByteArray(20'000, 'a'), 431},
        {"a chunk beyond the limit", head + "200000\r\n", 413},
        {"chunks beyond the limit", head + "80000\r\n" + QByteArray(0x80000, 'x') + "\r\n80001\r\n", 413},
    };
}

} // namespace signalbox::test
