// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/encoded_record.h"

#include "cache_outcome.h"

#include <algorithm>
#include <cstring>

namespace signalbox::telemetry {

namespace {

constexpr qsizetype maxLengths[EncodedRecord::TextCount] = {128, 64, 32, 32, 16 * 1024, 1024, 320, 320, 64, 2048};
constexpr qsizetype maxKind = 32;
constexpr qsizetype maxName = 256;
constexpr qsizetype maxDetail = 384;

struct SpanHead {
    qint64 startUs;
    qint64 durationUs;
    quint16 kind;
    quint16 name;
    quint16 detail;
    quint16 failed;
};

QByteArrayView cut(QByteArrayView text, qsizetype most)
{
    return text.first(std::min(text.size(), most));
}

std::size_t spanSize(const Span &span)
{
    return sizeof(SpanHead)
        + static_cast<std::size_t>(std::min(span.kind.size(), maxKind) + std::min(span.name.size(), maxName)
                                   + std::min(span.detail.size(), maxDetail));
}

char *put(char *to, QByteArrayView text)
{
    if (!text.isEmpty())
        std::memcpy(to, text.data(), static_cast<std::size_t>(text.size()));
    return to + text.size();
}

char *putSpan(char *to, const Span &span)
{
    const QByteArrayView kind = cut(span.kind, maxKind);
    const QByteArrayView name = cut(span.name, maxName);
    const QByteArrayView detail = cut(span.detail, maxDetail);
    const SpanHead head{span.startUs,
                        span.durationUs,
                        static_cast<quint16>(kind.size()),
                        static_cast<quint16>(name.size()),
                        static_cast<quint16>(detail.size()),
                        span.failed};
    std::memcpy(to, &head, sizeof head);
    return put(put(put(to + sizeof head, kind), name), detail);
}

// Looked at once, here, so that a filter over a whole journal reads a flag and no spans.
quint8 cacheOutcomes(const Span *spans, std::size_t count)
{
    quint8 found = 0;
    for (std::size_t i = 0; i < count; ++i)
        found |= cache_outcome::ofSpan(spans[i].kind, spans[i].name);
    return found;
}

const char *takeSpan(const char *at, Span &span)
{
    SpanHead head;
    std::memcpy(&head, at, sizeof head);
    at += sizeof head;
    span.startUs = head.startUs;
    span.durationUs = head.durationUs;
    span.failed = head.failed != 0;
    span.kind = QByteArray(at, head.kind);
    span.name = QByteArray(at + head.kind, head.name);
    span.detail = QByteArray(at + head.kind + head.name, head.detail);
    return at + head.kind + head.name + head.detail;
}

} // namespace

RecordEncoder::RecordEncoder(const RecordView &record, quint64 routeKey, QByteArrayView spanId, const Span *spans,
                             std::size_t spanCount)
    : m_record(record)
    , m_routeKey(routeKey)
    , m_texts{record.id,    record.traceId, spanId,          record.method, record.path,
              record.route, record.user,    record.userName, record.peer,   record.error}
    , m_spans(spans)
    , m_spanCount(spans ? std::min(spanCount, mostSpans) : 0)
    , m_size(sizeof(EncodedRecord::Head))
{
    for (int text = 0; text < EncodedRecord::TextCount; ++text) {
        m_texts[text] = cut(m_texts[text], maxLengths[text]);
        m_size += static_cast<std::size_t>(m_texts[text].size());
    }
    for (std::size_t i = 0; i < m_spanCount; ++i)
        m_size += spanSize(m_spans[i]);
    m_size = (m_size + 7) & ~std::size_t(7);
}

void RecordEncoder::write(char *to) const
{
    EncodedRecord::Head head{};
    head.atUs = m_record.atUs;
    head.durationUs = std::max<qint64>(m_record.durationUs, 0);
    head.ttfbUs = m_record.ttfbUs;
    head.bytesIn = m_record.bytesIn;
    head.bytesOut = m_record.bytesOut;
    head.routeKey = m_routeKey;
    head.size = static_cast<quint32>(m_size);
    head.active = static_cast<quint32>(std::max(m_record.active, 0));
    head.status = static_cast<quint16>(m_record.status);
    head.reactor = static_cast<quint16>(m_record.reactor);
    head.spanCount = static_cast<quint16>(m_spanCount);
    head.flags =
        static_cast<quint16>((m_record.slow ? EncodedRecord::Slow : 0) | (m_record.aborted ? EncodedRecord::Aborted : 0)
                             | cacheOutcomes(m_spans, m_spanCount) << EncodedRecord::cacheShift);
    for (int text = 0; text < EncodedRecord::TextCount; ++text)
        head.lengths[text] = static_cast<quint16>(m_texts[text].size());
    std::memcpy(to, &head, sizeof head);
    char *at = to + sizeof head;
    for (const QByteArrayView text : m_texts)
        at = put(at, text);
    for (std::size_t i = 0; i < m_spanCount; ++i)
        at = putSpan(at, m_spans[i]);
}

QByteArrayView EncodedRecord::text(Text which) const
{
    const char *at = m_bytes + sizeof(Head);
    for (int text = 0; text < which; ++text)
        at += head().lengths[text];
    return {at, qsizetype(head().lengths[which])};
}

RecordView EncodedRecord::view() const
{
    const Head &from = head();
    const char *at = m_bytes + sizeof(Head);
    const auto next = [&at, &from](Text text) {
        const QByteArrayView view(at, qsizetype(from.lengths[text]));
        at += from.lengths[text];
        return view;
    };
    RecordView view;
    view.id = next(Id);
    view.traceId = next(TraceId);
    next(SpanId);
    view.method = next(Method);
    view.path = next(Path);
    view.route = next(Route);
    view.user = next(User);
    view.userName = next(UserName);
    view.peer = next(Peer);
    view.error = next(Error);
    view.atUs = from.atUs;
    view.durationUs = from.durationUs;
    view.ttfbUs = from.ttfbUs;
    view.bytesIn = from.bytesIn;
    view.bytesOut = from.bytesOut;
    view.status = from.status;
    view.reactor = from.reactor;
    view.active = static_cast<int>(from.active);
    view.cache = static_cast<quint8>(from.flags >> EncodedRecord::cacheShift);
    view.slow = isSlow();
    view.aborted = isAborted();
    return view;
}

QList<Span> EncodedRecord::decodeSpans(const char *at) const
{
    QList<Span> spans(head().spanCount);
    for (Span &span : spans)
        at = takeSpan(at, span);
    return spans;
}

RequestRecord EncodedRecord::decode() const
{
    const RecordView from = view();
    RequestRecord record;
    record.id = from.id.toByteArray();
    record.traceId = from.traceId.toByteArray();
    record.spanId = text(SpanId).toByteArray();
    record.method = from.method.toByteArray();
    record.path = from.path.toByteArray();
    record.route = from.route.toByteArray();
    record.user = from.user.toByteArray();
    record.userName = from.userName.toByteArray();
    record.peer = from.peer.toByteArray();
    record.error = from.error.toByteArray();
    record.atUs = from.atUs;
    record.durationUs = from.durationUs;
    record.ttfbUs = from.ttfbUs;
    record.bytesIn = from.bytesIn;
    record.bytesOut = from.bytesOut;
    record.status = from.status;
    record.reactor = from.reactor;
    record.slow = from.slow;
    record.aborted = from.aborted;
    record.spans = decodeSpans(from.error.end());
    return record;
}

} // namespace signalbox::telemetry
