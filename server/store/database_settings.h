// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <chrono>

namespace signalbox::store {

// What a person configures of the database. A value.
struct DatabaseSettings {
    QString url; // see DatabaseUrl; empty: signalbox.db in the data folder
    int connections = 4; // that read; with PostgreSQL, that do both
    int queued = 256; // pieces of work that wait for a connection, of each lane
    std::chrono::milliseconds deadline{5000}; // for one to wait and run
};

} // namespace signalbox::store
