// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "telemetry/encoded_record.h"

#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace signalbox::telemetry {

// Records in the order that they were appended, bounded in bytes: the oldest go first, a chunk of them at a time.
// Memory comes with the first records and is reused. Collector's thread only.
class RecordRing {
public:
    explicit RecordRing(qint64 maxBytes);

    // Copies it in. Sequences must grow.
    void append(const EncodedRecord &record, quint64 sequence);

    qint64 bytes() const; // of memory held
    qint64 size() const { return m_size; } // records

    // Goes from newer to older records. Any append() ends its validity: begin anew from the sequence last seen.
    class Walk {
    public:
        // Records with a sequence below `before`.
        Walk(const RecordRing &ring, quint64 before);
        std::optional<EncodedRecord> current() const;
        void next();
        // Skips the rest of a chunk in which no request ended from `fromUs` to `toUs`; ends the walk when all that
        // is left ended before.
        void skipOutside(qint64 fromUs, qint64 toUs);

    private:
        void toChunk(std::size_t count);

        const RecordRing &m_ring;
        std::size_t m_chunk = 0; // chunks left, this one included
        std::size_t m_record = 0; // records left in it
    };

private:
    struct Chunk {
        std::unique_ptr<char[]> bytes;
        std::size_t used = 0;
        std::vector<quint32> offsets;
        qint64 firstEndUs = 0; // the least and the greatest time that a request in it ended
        qint64 lastEndUs = 0;
    };
    Chunk &chunkFor(std::size_t size);
    static EncodedRecord recordOf(const Chunk &chunk, std::size_t index);

    const std::size_t m_chunkBytes;
    const std::size_t m_maxChunks;
    std::deque<Chunk> m_chunks;
    qint64 m_size = 0;
};

} // namespace signalbox::telemetry
