// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "cache/strategy.h"

#include <QByteArray>

#include <chrono>

namespace signalbox::cache {

// How a namespace keeps its values. A value.
struct NamespaceSettings {
    QByteArray name; // keys begin with it and a colon
    Strategy strategy = Strategy::Invalidate;
    std::chrono::milliseconds ttl{60'000}; // 10 % more or less, so that values stored together don't expire together
    std::chrono::milliseconds notFoundTtl{5'000}; // of the knowledge that there is nothing
    std::chrono::milliseconds localTtl{10'000}; // in the process itself (pubsub)
    qsizetype largestValue = 256 * 1024; // bytes; a larger one isn't kept
    qsizetype localEntries = 10'000; // 0: nothing is kept in the process
    qsizetype localBytes = 64 * 1024 * 1024;
    double beta = 1; // how eagerly a value that is asked for is loaded again before it expires; 0: never
};

// What a person configures of the cache. A value.
struct Settings {
    NamespaceSettings user{.name = "user"};
};

} // namespace signalbox::cache
