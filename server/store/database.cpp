// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/database.h"

#include "store/backend.h"
#include "store/deadline_watch.h"
#include "store/sqlite_files.h"

namespace signalbox::store {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::chrono::seconds cutOffGrace{5}; // first the server itself ends what takes too long

// On a connection of its own: the one that migrates holds the lock by then, so that nothing is written meanwhile.
void backUp(const DatabaseUrl &url, const QString &folder)
{
    if (url.dialect != Dialect::Sqlite)
        return;
    Connection connection(url, Access::Write);
    backUpSqlite(connection, folder);
}

// A server that hangs meanwhile doesn't hold it up for ever.
void migrate(const DatabaseUrl &url, const QString &backupFolder, const Migrations &migrations)
{
    if (url.dialect == Dialect::Sqlite)
        createSqliteFile(url.file);
    Connection connection(url, Access::Write);
    DeadlineWatch watch([&connection, limit = Connection::Clock::now() + Migrations::limit + cutOffGrace] {
        if (Connection::Clock::now() > limit)
            connection.backend().cutOff();
        return true;
    });
    watch.start();
    migrations.apply(connection, [&] { backUp(url, backupFolder); });
}

} // namespace

std::unique_ptr<DatabasePool> openDatabase(DatabasePool::Settings settings, const QString &backupFolder)
{
    const auto migrations = Migrations::embedded(settings.url.dialect);
    return openDatabase(std::move(settings), backupFolder, migrations);
}

std::unique_ptr<DatabasePool> openDatabase(DatabasePool::Settings settings, const QString &backupFolder,
                                           const Migrations &migrations)
{
    try {
        migrate(settings.url, backupFolder, migrations);
    } catch (const DatabaseError &error) {
        throw DatabaseError(error.kind(), u"database %1: %2"_s.arg(settings.url.forLogs(), error.detail()));
    }
    settings.verify = [migrations](Connection &connection) { migrations.requireCurrent(connection); };
    return std::make_unique<DatabasePool>(std::move(settings));
}

} // namespace signalbox::store
