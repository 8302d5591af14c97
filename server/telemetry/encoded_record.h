// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "request_record.h"

#include <cstddef>

namespace signalbox::telemetry {

// A record as one run of bytes: a fixed head, its texts, its spans. What shards hand over and journals keep; it is
// copied as it is and read in place.
class EncodedRecord {
public:
    // Longer texts and more spans are cut, so that no record is larger than this.
    static constexpr std::size_t maxSize = 60 * 1024;

    struct Head {
        quint64 sequence; // given by the collector, in the order that requests ended
        qint64 atUs;
        qint64 durationUs;
        qint64 ttfbUs;
        qint64 bytesIn;
        qint64 bytesOut;
        quint64 routeKey; // of its method and route
        quint32 size; // of all of it, a multiple of 8
        quint32 active; // in flight on the server when it began
        quint16 status;
        quint16 reactor;
        quint16 spanCount;
        quint16 flags;
        quint16 lengths[10]; // of the texts, in the order of Text
    };
    enum Text { Id, TraceId, SpanId, Method, Path, Route, User, UserName, Peer, Error, TextCount };
    enum Flag : quint16 { Slow = 1, Aborted = 2 };
    static constexpr int cacheShift = 2; // bits of cache_outcome, after those

    // `bytes` must be 8-aligned and outlive this.
    explicit EncodedRecord(const char *bytes)
        : m_bytes(bytes)
    {
    }

    const char *bytes() const { return m_bytes; }
    const Head &head() const { return *reinterpret_cast<const Head *>(m_bytes); }
    qint64 endUs() const { return head().atUs + head().durationUs; }
    bool isSlow() const { return (head().flags & Slow) != 0; }
    bool isAborted() const { return (head().flags & Aborted) != 0; }
    bool isFailed() const { return isAborted() || head().status >= 500; }

    QByteArrayView text(Text which) const;
    RecordView view() const;
    RequestRecord decode() const;

private:
    QList<Span> decodeSpans(const char *at) const;

    const char *m_bytes;
};

constexpr std::size_t mostSpans = 48; // of a record

// Writes a record: measure first, then write into that much room.
class RecordEncoder {
public:
    RecordEncoder(const RecordView &record, quint64 routeKey, QByteArrayView spanId, const Span *spans,
                  std::size_t spanCount);
    std::size_t size() const { return m_size; }
    void write(char *to) const;

private:
    const RecordView &m_record;
    const quint64 m_routeKey;
    QByteArrayView m_texts[EncodedRecord::TextCount];
    const Span *m_spans;
    std::size_t m_spanCount;
    std::size_t m_size;
};

} // namespace signalbox::telemetry
