// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QCborMap>

namespace signalbox::store {
class DatabasePool;
}

namespace signalbox::admin {

// What the admin API says of the database: {kind, url, state, since, error?, lanes}. Any thread.
QCborMap databaseReport(const store::DatabasePool &database);

} // namespace signalbox::admin
