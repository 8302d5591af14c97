// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace signalbox::telemetry {

// Carries byte messages from one thread to one other without locks. Messages lie contiguous and 8-aligned, so that
// they are written and read in place. While the reader keeps up only the front of the memory is ever touched.
class ByteRing {
public:
    explicit ByteRing(std::size_t capacity); // rounded up to a power of two

    // Writer: room for a message of `size` bytes, null when there is none; nothing is seen until commit().
    char *reserve(std::size_t size);
    void commit();

    // Reader: the oldest message, null when there is none; valid until pop().
    const char *front();
    void pop();

private:
    static constexpr std::uint64_t wrapMark = ~std::uint64_t(0);
    static constexpr std::size_t prefix = sizeof(std::uint64_t); // the message's size, or wrapMark

    bool hasRoom(std::uint64_t bytes);
    std::size_t bytesToSkip(std::size_t needed);
    std::uint64_t readPrefix(std::uint64_t position) const;
    void writePrefix(std::uint64_t position, std::uint64_t value);

    const std::size_t m_capacity;
    const std::unique_ptr<char[]> m_bytes; // not initialised: pages come with their first use

    struct alignas(64) {
        std::atomic<std::uint64_t> position = 0;
        std::uint64_t pending = 0; // after the reserved message
        std::uint64_t readerSeen = 0;
    } m_writer;
    struct alignas(64) {
        std::atomic<std::uint64_t> position = 0;
        std::uint64_t writerSeen = 0;
    } m_reader;
};

} // namespace signalbox::telemetry
