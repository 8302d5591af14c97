// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "request_record.h"

#include <QByteArray>

#include <optional>
#include <utility>
#include <vector>

namespace signalbox {

// What a term of a filter looks at.
enum class FilterField : quint8 {
    Status,
    Duration,
    Ttfb,
    BytesIn,
    BytesOut,
    Reactor,
    Method,
    Route,
    Path,
    User,
    Id,
    Trace,
    Peer,
    Error,
    Cache,
    SlowFlag,
    ErrorFlag,
    AbortedFlag,
    Anywhere,
};

// One term, ready to match: needles are lowered, numbers read. Immutable after parsing.
struct FilterTerm {
    using Range = std::pair<qint64, qint64>; // both inclusive

    FilterField field = FilterField::Anywhere;
    bool negated = false;
    std::vector<Range> ranges; // numbers: any of them
    std::vector<QByteArray> needles; // text: any of them, lowered
    quint8 outcomes = 0; // of the cache: any of these bits

    bool matches(const RecordView &record) const;

private:
    bool holds(const RecordView &record) const;
    bool figureHolds(const RecordView &record) const;
    bool textHolds(const RecordView &record) const;
    bool inRanges(qint64 value) const;
    template <typename Match> bool anyNeedle(Match match) const;
};

namespace text_match {
// ASCII letters match without regard to case; `needle` and `pattern` are lowered already.
bool equals(QByteArrayView text, QByteArrayView needle);
bool startsWith(QByteArrayView text, QByteArrayView needle);
bool contains(QByteArrayView text, QByteArrayView needle);
bool glob(QByteArrayView text, QByteArrayView pattern); // `*` stands for any run of bytes, also none
} // namespace text_match

} // namespace signalbox
