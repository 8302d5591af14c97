// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "demo/burn.h"

#include <QCryptographicHash>

namespace signalbox::demo {

Burned burn(std::chrono::milliseconds duration)
{
    using Clock = std::chrono::steady_clock;
    Burned burned{Clock::now(), {}, 0};
    QByteArray block(4096, 'x');
    do {
        block.replace(0, 32, QCryptographicHash::hash(block, QCryptographicHash::Sha256));
        ++burned.hashes;
        burned.to = Clock::now();
    } while (burned.to < burned.from + duration);
    return burned;
}

} // namespace signalbox::demo
