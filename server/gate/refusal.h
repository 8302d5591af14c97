// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace signalbox::gate {

// Why the gate refuses a request or its body: the status and what the client is told. The text is static.
struct Refusal {
    int status = 0; // 0: not refused
    const char *message = "";

    explicit operator bool() const { return status != 0; }
};

inline constexpr Refusal bodyTooLarge{413, "The body is too large"};

} // namespace signalbox::gate
