// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <chrono>

namespace signalbox {

// Which Redis a server uses. A value.
struct RedisSettings {
    enum class Mode : quint8 { Off, Private, Url };

    Mode mode = Mode::Off;
    QString url; // see redis::RedisUrl
    QString serverFolder; // where redis-server is, to start a private one; empty: PATH
    qint64 memory = qint64(1) << 30; // bytes that a private one takes at most
    std::chrono::milliseconds deadline{250}; // of each command
};

} // namespace signalbox
