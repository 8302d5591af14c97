// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "telemetry/record_ring.h"

namespace signalbox::telemetry {

// The requests that are kept, bounded in bytes. Slow and failed ones have a ring of their own, a quarter of the
// bytes, so that a flood of fast ones can't push them out. Collector's thread only.
class Journal {
public:
    explicit Journal(qint64 maxBytes);

    // Gives it the next sequence, which it returns.
    quint64 append(const EncodedRecord &record);
    quint64 nextSequence() const { return m_nextSequence; }

    qint64 bytes() const { return m_ordinary.bytes() + m_notable.bytes(); }
    qint64 size() const { return m_ordinary.size() + m_notable.size(); }

    // Both rings as one, newest first. Any append() ends its validity.
    class Walk {
    public:
        Walk(const Journal &journal, quint64 before);
        std::optional<EncodedRecord> current() const;
        void next();
        void skipOutside(qint64 fromUs, qint64 toUs);

    private:
        bool ordinaryIsNewer() const;

        RecordRing::Walk m_ordinary;
        RecordRing::Walk m_notable;
    };

private:
    RecordRing m_ordinary;
    RecordRing m_notable;
    quint64 m_nextSequence = 1;
};

} // namespace signalbox::telemetry
