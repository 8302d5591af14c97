// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cache/expiry_hints.h"

namespace signalbox::cache {

using std::chrono::milliseconds;

std::optional<ExpiryHints::Clock::time_point> ExpiryHints::of(const QByteArray &key) const
{
    const std::size_t hash = qHash(key);
    const quint64 hint = m_hints[hash % count].load(std::memory_order_relaxed);
    if (hint >> timeBits != hash >> timeBits)
        return {};
    return Clock::time_point(milliseconds(qint64(hint & ((quint64(1) << timeBits) - 1))));
}

void ExpiryHints::note(const QByteArray &key, Clock::time_point at)
{
    const std::size_t hash = qHash(key);
    const auto ms = quint64(std::chrono::duration_cast<milliseconds>(at.time_since_epoch()).count());
    m_hints[hash % count].store((quint64(hash) >> timeBits << timeBits) | (ms & ((quint64(1) << timeBits) - 1)),
                                std::memory_order_relaxed);
}

} // namespace signalbox::cache
