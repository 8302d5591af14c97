// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtGlobal>

#include <optional>

namespace signalbox::cache {

// What waits in the outbox. A value.
struct OutboxState {
    qint64 pending = 0;
    std::optional<qint64> oldestMs; // how long the oldest has waited
};

} // namespace signalbox::cache
