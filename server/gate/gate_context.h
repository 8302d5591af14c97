// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gate/application.h"
#include "gate/deadlines.h"
#include "gate/deferred_calls.h"
#include "gate/http_date.h"
#include "gate/limits.h"

#include <QByteArray>

#include <array>
#include <memory>
#include <utility>

namespace signalbox::gate {

// What the connections of a gate share. Owned by the gate, outlives them.
struct GateContext {
    GateContext(Limits gateLimits, Application &gateApplication, DeadlineClock clock)
        : limits(gateLimits)
        , application(gateApplication)
        , deadlines(limits, std::move(clock))
    {
    }

    static constexpr std::size_t readBufferSize = 64 * 1024;

    const Limits limits;
    Application &application;
    Deadlines deadlines;
    DeferredCalls deferred;
    HttpDate date;
    bool draining = false;
    // Read into, and written from, by one connection at a time: idle ones keep no buffers.
    std::unique_ptr<std::array<char, readBufferSize>> readBuffer = std::make_unique<std::array<char, readBufferSize>>();
    QByteArray writeBuffer;
};

} // namespace signalbox::gate
