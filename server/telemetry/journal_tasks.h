// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "filter.h"
#include "telemetry/answer.h"
#include "telemetry/archive.h"
#include "telemetry/task.h"

#include <QByteArrayList>
#include <QCborArray>

#include <memory>
#include <optional>

namespace signalbox::telemetry {

// When requests ended, in microseconds since the epoch, both inclusive.
struct EndRange {
    qint64 fromUs = 0;
    qint64 toUs = 0;
    bool contains(qint64 us) const { return us >= fromUs && us <= toUs; }
};

// A page of the journal, newest first: {items, next}. `next` is the sequence of the last record looked at, so pages
// stay where they are while new records arrive.
class PageTask : public Task {
public:
    PageTask(const Archive &archive, Filter filter, EndRange range, quint64 before, int limit, Answer<QCborMap> answer);
    bool step(const QDeadlineTimer &deadline) override;

private:
    void finish(bool more);

    const Archive &m_archive;
    const Filter m_filter;
    const EndRange m_range;
    const int m_limit;
    quint64 m_before;
    quint64 m_last = 0; // sequence of the last that was found
    QCborArray m_items;
    const Answer<QCborMap> m_answer;
};

// One request by its id: {record, logs, capture?}, or nothing. Its own `request` line is among the logs whatever the
// log level, since the record says all that is in it.
class FindTask : public Task {
public:
    FindTask(const Archive &archive, QByteArray id, QByteArray nodeName, Answer<std::optional<QCborMap>> answer);
    bool step(const QDeadlineTimer &deadline) override;

private:
    std::optional<EncodedRecord> findAmongSlowest() const;
    void finish(const std::optional<EncodedRecord> &record);
    QByteArrayList linesOf(const EncodedRecord &record) const;

    const Archive &m_archive;
    const QByteArray m_id;
    const QByteArray m_nodeName;
    quint64 m_before;
    const Answer<std::optional<QCborMap>> m_answer;
};

} // namespace signalbox::telemetry
