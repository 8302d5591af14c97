// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "store/database_url.h"

#include <chrono>

namespace signalbox::store {

// Opens a connection of Qt's to PostgreSQL, and comes back also when the server stops to answer in the middle of it.
// That takes a thread for each: Qt's driver asks its server half a dozen questions before it gives the connection out,
// and waits for the answers without a limit. A thread that waits in vain is left behind; it ends when its server
// answers or closes the connection. Any thread.
class PostgreSqlOpening {
public:
    // The connection's name. It belongs to the calling thread, which removes it. Throws DatabaseError.
    static QString open(const DatabaseUrl &url, const QString &connectOptions);

    static int leftBehind(); // threads, of the whole process
    // Twice what libpq allows itself to connect: by then open() has come back.
    static std::chrono::seconds limit(const DatabaseUrl &url);
};

} // namespace signalbox::store
