// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "store/database_pool.h"
#include "store/migrations.h"

#include <memory>

namespace signalbox::store {

// Opens the database: makes SQLite's file where there is none, applies migrations (after a copy of SQLite's file into
// `backupFolder`), and starts the pool. Blocks for as long as that takes. Throws DatabaseError whose detail is one line
// that says what is wrong, and what to do.
std::unique_ptr<DatabasePool> openDatabase(DatabasePool::Settings settings, const QString &backupFolder);
std::unique_ptr<DatabasePool> openDatabase(DatabasePool::Settings settings, const QString &backupFolder,
                                           const Migrations &migrations);

} // namespace signalbox::store
