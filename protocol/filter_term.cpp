// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "filter_term.h"

#include <algorithm>

namespace signalbox {

namespace text_match {

namespace {

char lowered(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

} // namespace

bool startsWith(QByteArrayView text, QByteArrayView needle)
{
    return text.size() >= needle.size()
        && std::equal(needle.begin(), needle.end(), text.begin(), [](char n, char t) { return n == lowered(t); });
}

bool equals(QByteArrayView text, QByteArrayView needle)
{
    return text.size() == needle.size() && startsWith(text, needle);
}

bool contains(QByteArrayView text, QByteArrayView needle)
{
    if (needle.isEmpty())
        return true;
    const char first = needle.front();
    const qsizetype last = text.size() - needle.size();
    for (qsizetype at = 0; at <= last; ++at) {
        if (lowered(text[at]) == first && startsWith(text.sliced(at), needle))
            return true;
    }
    return false;
}

// Greedy with one point to go back to: linear in practice, never exponential.
bool glob(QByteArrayView text, QByteArrayView pattern)
{
    qsizetype t = 0;
    qsizetype p = 0;
    qsizetype star = -1;
    qsizetype resume = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            resume = t;
        } else if (p < pattern.size() && pattern[p] == lowered(text[t])) {
            ++p;
            ++t;
        } else if (star >= 0) {
            p = star + 1;
            t = ++resume;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*')
        ++p;
    return p == pattern.size();
}

} // namespace text_match

namespace {

bool matchesText(QByteArrayView text, QByteArrayView needle)
{
    return needle.contains('*') ? text_match::glob(text, needle) : text_match::equals(text, needle);
}

// An id may be given by its beginning.
bool matchesId(QByteArrayView text, QByteArrayView needle)
{
    return needle.contains('*') ? text_match::glob(text, needle) : text_match::startsWith(text, needle);
}

// A pattern without `?` is about the path alone, and one that doesn't begin at the root may be any part of it.
bool matchesPath(QByteArrayView path, QByteArrayView needle)
{
    const qsizetype query = path.indexOf('?');
    const QByteArrayView subject = needle.contains('?') || query < 0 ? path : path.first(query);
    if (needle.contains('*'))
        return text_match::glob(subject, needle);
    return needle.startsWith('/') ? text_match::equals(subject, needle) : text_match::contains(subject, needle);
}

// With or without the port, and IPv6 with or without brackets.
bool matchesPeer(QByteArrayView peer, QByteArrayView needle)
{
    if (matchesText(peer, needle))
        return true;
    const qsizetype colon = peer.lastIndexOf(':');
    if (colon < 0)
        return false;
    QByteArrayView address = peer.first(colon);
    if (matchesText(address, needle))
        return true;
    if (!address.startsWith('[') || !address.endsWith(']'))
        return false;
    address = address.sliced(1, address.size() - 2);
    return matchesText(address, needle);
}

bool occursIn(const RecordView &record, QByteArrayView needle)
{
    return text_match::contains(record.path, needle) || text_match::contains(record.route, needle)
        || text_match::contains(record.user, needle) || text_match::contains(record.userName, needle)
        || text_match::contains(record.error, needle);
}

bool isError(const RecordView &record)
{
    return record.aborted || record.status >= 500;
}

} // namespace

bool FilterTerm::inRanges(qint64 value) const
{
    return std::any_of(ranges.begin(), ranges.end(),
                       [value](const Range &range) { return value >= range.first && value <= range.second; });
}

template <typename Match> bool FilterTerm::anyNeedle(Match match) const
{
    return std::any_of(needles.begin(), needles.end(), match);
}

bool FilterTerm::figureHolds(const RecordView &record) const
{
    switch (field) {
    case FilterField::Status:
        return inRanges(record.status);
    case FilterField::Duration:
        return inRanges(record.durationUs);
    case FilterField::Ttfb:
        return record.ttfbUs >= 0 && inRanges(record.ttfbUs);
    case FilterField::BytesIn:
        return inRanges(record.bytesIn);
    case FilterField::BytesOut:
        return inRanges(record.bytesOut);
    default:
        return inRanges(record.reactor);
    }
}

bool FilterTerm::textHolds(const RecordView &record) const
{
    const auto anyOf = [this](auto match, QByteArrayView text) {
        return anyNeedle([&](const QByteArray &needle) { return match(text, needle); });
    };
    switch (field) {
    case FilterField::Method:
        return anyOf(text_match::equals, record.method);
    case FilterField::Route:
        return anyOf(matchesText, record.route);
    case FilterField::Path:
        return anyOf(matchesPath, record.path);
    case FilterField::User:
        return anyOf(matchesText, record.user) || (!record.userName.isEmpty() && anyOf(matchesText, record.userName));
    case FilterField::Id:
        return anyOf(matchesId, record.id);
    case FilterField::Trace:
        return anyOf(matchesId, record.traceId);
    case FilterField::Peer:
        return anyOf(matchesPeer, record.peer);
    case FilterField::Error:
        return anyOf(text_match::contains, record.error);
    default:
        return anyNeedle([&record](const QByteArray &needle) { return occursIn(record, needle); });
    }
}

bool FilterTerm::holds(const RecordView &record) const
{
    switch (field) {
    case FilterField::Status:
    case FilterField::Duration:
    case FilterField::Ttfb:
    case FilterField::BytesIn:
    case FilterField::BytesOut:
    case FilterField::Reactor:
        return figureHolds(record);
    case FilterField::Cache:
        return (record.cache & outcomes) != 0;
    case FilterField::SlowFlag:
        return record.slow;
    case FilterField::ErrorFlag:
        return isError(record);
    case FilterField::AbortedFlag:
        return record.aborted;
    default:
        return textHolds(record);
    }
}

bool FilterTerm::matches(const RecordView &record) const
{
    return holds(record) != negated;
}

} // namespace signalbox
