// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtGlobal>

#include <chrono>

namespace signalbox::gate {

// What a client may take of the server; each with the answer it gets beyond. Values of one gate.
struct Limits {
    qint64 headBytes = 16 * 1024; // 431
    int headFields = 100; // 431
    qint64 targetBytes = 8 * 1024; // 414
    std::chrono::milliseconds headTimeout{10'000}; // 408: head not complete
    qint64 bodyBytes = 1024 * 1024; // 413: of routes that set no limit of their own
    qint64 bodyBytesPerSecond = 1024; // 408: slower than this over bodyWindow
    std::chrono::milliseconds bodyWindow{10'000};
    std::chrono::milliseconds idleTimeout{60'000}; // keep-alive, closed in silence
    int connections = 10'000; // of the whole server: accepting stops until there is room
    qint64 unsentBytes = 1024 * 1024; // an answer that is not read ...
    std::chrono::milliseconds unsentTimeout{30'000}; // ... for this long: dropped
    int pipelined = 64; // requests read ahead of their answers: reading stops
    std::chrono::milliseconds drainGrace{250}; // a quiet connection's time to send one more request while draining
    std::chrono::milliseconds lingerTimeout{2'000}; // a client's time to close after the last answer
};

} // namespace signalbox::gate
