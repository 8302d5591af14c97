// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "store/sql.h"

#include <QList>
#include <QString>

#include <utility>
#include <variant>

namespace signalbox::store {

// Where the database is. A value.
//   sqlite:                      signalbox.db in the data folder
//   sqlite:name, sqlite:/path    a file, relative to the data folder or not
//   postgresql://user:password@host:port/database?sslmode=verify-full
//   postgresql://%2Frun%2Fpostgresql/database, postgresql:///database?host=/run/postgresql   by a Unix socket
struct DatabaseUrl {
    struct Invalid {
        QString message; // what is allowed
    };
    // An empty text is `sqlite:`. Names never hold the password.
    static std::variant<DatabaseUrl, Invalid> parse(const QString &text, const QString &dataDirectory);

    QString forLogs() const; // without the password

    Dialect dialect = Dialect::Sqlite;
    QString file; // of SQLite, absolute
    QString host; // empty: this machine's Unix socket; starting with / : the folder of one
    int port = 0; // 0: the usual one
    QString user;
    QString password;
    QString database;
    QList<std::pair<QString, QString>> options; // of libpq
};

} // namespace signalbox::store
