// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QCborMap>
#include <QList>

namespace signalbox {

// One timed piece of work inside a request: the wait for a queue, the handler,
// a database call. A value; any thread may use its own copy.
struct Span {
    QByteArray kind; // queue, handler, database, redis, cache, job, crypto, body, mail, process
    QByteArray name; // what it did: "select users", "GET user:1"
    QByteArray detail; // more for a person to read, may be empty
    qint64 startUs = 0; // from the start of the request
    qint64 durationUs = 0;
    bool failed = false;

    bool operator==(const Span &) const = default;
    QCborMap toCbor() const;
    static Span fromCbor(const QCborMap &map);
};

// The fields of a record that filters and tables look at, wherever they are kept.
// Valid as long as what it looks into.
struct RecordView {
    QByteArrayView id;
    QByteArrayView traceId;
    QByteArrayView method;
    QByteArrayView path;
    QByteArrayView route; // pattern, empty when nothing matched
    QByteArrayView user; // empty for none
    QByteArrayView userName; // the user's email, when it is known
    QByteArrayView peer;
    QByteArrayView error;
    qint64 atUs = 0; // since the epoch
    qint64 durationUs = 0;
    qint64 ttfbUs = -1; // -1: no answer was started
    qint64 bytesIn = 0;
    qint64 bytesOut = 0;
    int status = 0; // 0: the client went away before an answer
    int reactor = 0;
    int active = 0; // in flight on the server when it began, itself included; 0: not known
    quint8 cache = 0; // what it found there: bits of cache_outcome
    bool slow = false;
    bool aborted = false;
};

// A request as the journal kept it: what `record` means in the admin API.
// A value; any thread may use its own copy.
struct RequestRecord {
    QByteArray id;
    QByteArray traceId; // 32 hex digits (W3C Trace Context)
    QByteArray spanId; // 16 hex digits
    QByteArray method;
    QByteArray path; // with its query, as it came
    QByteArray route;
    QByteArray user;
    QByteArray userName; // the user's email, when it is known
    QByteArray peer; // address:port
    QByteArray error;
    qint64 atUs = 0; // since the epoch
    qint64 durationUs = 0;
    qint64 ttfbUs = -1;
    qint64 bytesIn = 0;
    qint64 bytesOut = 0;
    int status = 0;
    int reactor = 0;
    bool slow = false;
    bool aborted = false;
    QList<Span> spans;

    bool operator==(const RequestRecord &) const = default;
    RecordView view() const;
    const QByteArray &shownUser() const { return userName.isEmpty() ? user : userName; }
    qint64 endUs() const { return atUs + durationUs; } // since the epoch

    // The contract's form: {id, traceId, spanId, at, method, path, route, status, ms, ttfbMs, bytesIn, bytesOut,
    // peer, user, userName?, reactor, slow, aborted?, error?, spans?}; `at` is ISO 8601 UTC with milliseconds, `ms`
    // and `ttfbMs` are fractions of milliseconds. JSON is QCborMap::toJsonObject() of it.
    QCborMap toCbor() const;
    static RequestRecord fromCbor(const QCborMap &map);
};

} // namespace signalbox
