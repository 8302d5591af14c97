// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace signalbox::store {

class Connection;

// Makes the empty file (mode 0600, its folder 0700) where there is none. Throws DatabaseError. Any thread.
void createSqliteFile(const QString &file);

// Copies the database of `connection`, which is in no transaction, into `folder`, and keeps the newest few copies.
// Throws DatabaseError. The connection's thread.
void backUpSqlite(Connection &connection, const QString &folder);

} // namespace signalbox::store
