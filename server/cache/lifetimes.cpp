// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cache/lifetimes.h"

#include <QRandomGenerator>

#include <algorithm>
#include <cmath>

namespace signalbox::cache {

using std::chrono::milliseconds;

// SplitMix64: a lock, as QRandomGenerator::global() has one, is too much for each read.
double chance()
{
    thread_local quint64 state = QRandomGenerator::system()->generate64();
    quint64 bits = (state += 0x9E3779B97F4A7C15U);
    bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9U;
    bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBU;
    bits ^= bits >> 31;
    return double((bits >> 11) + 1) * 0x1p-53;
}

milliseconds jittered(milliseconds ttl, double chance)
{
    if (ttl <= milliseconds(0))
        return milliseconds(0);
    return std::max(milliseconds(1), milliseconds(qint64(double(ttl.count()) * (0.9 + 0.2 * chance))));
}

milliseconds earlyBy(std::chrono::microseconds load, double beta, double chance)
{
    return milliseconds(qint64(std::ceil(double(load.count()) / 1000 * beta * -std::log(chance))));
}

} // namespace signalbox::cache
