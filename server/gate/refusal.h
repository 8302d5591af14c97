// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace signalbox::gate {

// Why the gate itself answers a request: the status and what the client is told. The text is static.
struct Refusal {
    int status = 0; // 0: not refused
    const char *message = "";

    explicit operator bool() const { return status != 0; }
};

} // namespace signalbox::gate
