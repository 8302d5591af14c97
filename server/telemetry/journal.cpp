// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/journal.h"

namespace signalbox::telemetry {

Journal::Journal(qint64 maxBytes)
    : m_ordinary(maxBytes - maxBytes / 4)
    , m_notable(maxBytes / 4)
{
}

quint64 Journal::append(const EncodedRecord &record)
{
    const quint64 sequence = m_nextSequence++;
    const bool notable = record.isSlow() || record.isFailed();
    (notable ? m_notable : m_ordinary).append(record, sequence);
    return sequence;
}

Journal::Walk::Walk(const Journal &journal, quint64 before)
    : m_ordinary(journal.m_ordinary, before)
    , m_notable(journal.m_notable, before)
{
}

bool Journal::Walk::ordinaryIsNewer() const
{
    const auto ordinary = m_ordinary.current();
    const auto notable = m_notable.current();
    return ordinary && (!notable || ordinary->head().sequence > notable->head().sequence);
}

std::optional<EncodedRecord> Journal::Walk::current() const
{
    return ordinaryIsNewer() ? m_ordinary.current() : m_notable.current();
}

void Journal::Walk::next()
{
    if (ordinaryIsNewer())
        m_ordinary.next();
    else
        m_notable.next();
}

void Journal::Walk::skipOutside(qint64 fromUs, qint64 toUs)
{
    m_ordinary.skipOutside(fromUs, toUs);
    m_notable.skipOutside(fromUs, toUs);
}

} // namespace signalbox::telemetry
