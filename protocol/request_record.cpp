// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "request_record.h"

#include "cache_outcome.h"
#include "utc_time.h"

#include <QCborArray>
#include <QDateTime>
#include <QTimeZone>

using namespace Qt::Literals::StringLiterals;

namespace signalbox {

namespace {

// Bytes that came from a client need not be UTF-8; what isn't becomes U+FFFD, so that the text is always valid.
QCborValue text(QByteArrayView bytes)
{
    return QCborValue(QString::fromUtf8(bytes));
}

QByteArray bytes(const QCborMap &map, QLatin1StringView key)
{
    return map.value(key).toString().toUtf8();
}

QCborValue milliseconds(qint64 us)
{
    return QCborValue(static_cast<double>(us) / 1000.0);
}

qint64 microseconds(const QCborValue &ms, qint64 fallback)
{
    constexpr double longest = 1e15; // 11 days and more; also keeps what isn't a number out of the conversion
    if (!ms.isDouble() && !ms.isInteger())
        return fallback;
    const double us = ms.toDouble() * 1000.0;
    return us > -longest && us < longest ? qRound64(us) : fallback;
}

QCborValue isoTime(qint64 us)
{
    return QCborValue(utcTime(us / 1000).toString(Qt::ISODateWithMs));
}

qint64 fromIsoTime(const QString &iso)
{
    const QDateTime time = QDateTime::fromString(iso, Qt::ISODateWithMs);
    return time.isValid() ? time.toMSecsSinceEpoch() * 1000 : 0;
}

QCborArray toCborArray(const QList<Span> &spans)
{
    QCborArray array;
    for (const Span &span : spans)
        array.append(span.toCbor());
    return array;
}

QList<Span> spansFrom(const QCborArray &array)
{
    QList<Span> spans;
    spans.reserve(array.size());
    for (const QCborValue span : array)
        spans.append(Span::fromCbor(span.toMap()));
    return spans;
}

} // namespace

QCborMap Span::toCbor() const
{
    QCborMap map{{u"kind"_s, text(kind)},
                 {u"name"_s, text(name)},
                 {u"startMs"_s, milliseconds(startUs)},
                 {u"ms"_s, milliseconds(durationUs)}};
    if (!detail.isEmpty())
        map.insert(u"detail"_s, text(detail));
    if (failed)
        map.insert(u"failed"_s, true);
    return map;
}

Span Span::fromCbor(const QCborMap &map)
{
    Span span;
    span.kind = bytes(map, "kind"_L1);
    span.name = bytes(map, "name"_L1);
    span.detail = bytes(map, "detail"_L1);
    span.startUs = microseconds(map.value("startMs"_L1), 0);
    span.durationUs = microseconds(map.value("ms"_L1), 0);
    span.failed = map.value("failed"_L1).toBool();
    return span;
}

RecordView RequestRecord::view() const
{
    RecordView view;
    view.id = id;
    view.traceId = traceId;
    view.method = method;
    view.path = path;
    view.route = route;
    view.user = user;
    view.userName = userName;
    view.peer = peer;
    view.error = error;
    view.atUs = atUs;
    view.durationUs = durationUs;
    view.ttfbUs = ttfbUs;
    view.bytesIn = bytesIn;
    view.bytesOut = bytesOut;
    view.status = status;
    view.reactor = reactor;
    view.slow = slow;
    view.aborted = aborted;
    for (const Span &span : spans)
        view.cache |= cache_outcome::ofSpan(span.kind, span.name);
    return view;
}

QCborMap RequestRecord::toCbor() const
{
    QCborMap map{
        {u"id"_s, text(id)},
        {u"traceId"_s, text(traceId)},
        {u"spanId"_s, text(spanId)},
        {u"at"_s, isoTime(atUs)},
        {u"method"_s, text(method)},
        {u"path"_s, text(path)},
        {u"route"_s, text(route)},
        {u"status"_s, status},
        {u"ms"_s, milliseconds(durationUs)},
        {u"ttfbMs"_s, ttfbUs < 0 ? QCborValue(nullptr) : milliseconds(ttfbUs)},
        {u"bytesIn"_s, bytesIn},
        {u"bytesOut"_s, bytesOut},
        {u"peer"_s, text(peer)},
        {u"user"_s, text(user)},
        {u"reactor"_s, reactor},
        {u"slow"_s, slow},
    };
    if (!userName.isEmpty())
        map.insert(u"userName"_s, text(userName));
    if (aborted)
        map.insert(u"aborted"_s, true);
    if (!error.isEmpty())
        map.insert(u"error"_s, text(error));
    if (!spans.isEmpty())
        map.insert(u"spans"_s, toCborArray(spans));
    return map;
}

RequestRecord RequestRecord::fromCbor(const QCborMap &map)
{
    RequestRecord record;
    record.id = bytes(map, "id"_L1);
    record.traceId = bytes(map, "traceId"_L1);
    record.spanId = bytes(map, "spanId"_L1);
    record.method = bytes(map, "method"_L1);
    record.path = bytes(map, "path"_L1);
    record.route = bytes(map, "route"_L1);
    record.user = bytes(map, "user"_L1);
    record.userName = bytes(map, "userName"_L1);
    record.peer = bytes(map, "peer"_L1);
    record.error = bytes(map, "error"_L1);
    record.atUs = fromIsoTime(map.value("at"_L1).toString());
    record.durationUs = microseconds(map.value("ms"_L1), 0);
    record.ttfbUs = microseconds(map.value("ttfbMs"_L1), -1);
    record.bytesIn = map.value("bytesIn"_L1).toInteger();
    record.bytesOut = map.value("bytesOut"_L1).toInteger();
    record.status = static_cast<int>(map.value("status"_L1).toInteger());
    record.reactor = static_cast<int>(map.value("reactor"_L1).toInteger());
    record.slow = map.value("slow"_L1).toBool();
    record.aborted = map.value("aborted"_L1).toBool();
    record.spans = spansFrom(map.value("spans"_L1).toArray());
    return record;
}

} // namespace signalbox
