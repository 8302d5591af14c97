// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

#include <array>
#include <atomic>
#include <chrono>
#include <optional>

namespace signalbox::cache {

// About when keys expire in Redis, of those that were looked at lately: so that it need not be asked again with each
// read whether one is about to. A guess: others may have changed it. Bounded, without a lock; any thread.
class ExpiryHints {
public:
    using Clock = std::chrono::steady_clock;

    std::optional<Clock::time_point> of(const QByteArray &key) const;
    void note(const QByteArray &key, Clock::time_point at);

private:
    static constexpr std::size_t count = 4096;
    static constexpr int timeBits = 40; // of milliseconds: 34 years

    std::array<std::atomic<quint64>, count> m_hints{}; // the rest of the key's hash, and the time
};

} // namespace signalbox::cache
