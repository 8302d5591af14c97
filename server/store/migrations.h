// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "store/sql.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <chrono>
#include <functional>

namespace signalbox::store {

class Connection;

// One step of the tables' history: SQL under a number, never changed once it was released. A value.
struct Migration {
    int version = 0;
    QString name; // "0001_accounts"
    QString sql; // statements with an empty line between

    QByteArray checksum() const; // SHA-256 of the SQL, in hexadecimal
};

// The steps that bring a database to what this program works with, and the record of them in `schema_migrations`.
// Throws what openDatabase() is to say (DatabaseError, whose detail is for a person). A value; any one thread.
class Migrations {
public:
    explicit Migrations(QList<Migration> migrations); // in order

    static Migrations embedded(Dialect dialect);
    static constexpr std::chrono::minutes limit{10}; // of what apply() does

    // Applies what is missing, all or nothing; other processes that do the same wait. `beforeChange` is called when
    // there is something to apply to a database that holds something.
    void apply(Connection &connection, const std::function<void()> &beforeChange) const;
    void requireCurrent(Connection &connection) const; // throws when it isn't this program's database, at this version

    int newest() const;

private:
    struct Applied {
        int version;
        QString name;
        QByteArray checksum;
    };

    void applyPending(Connection &connection, const std::function<void()> &beforeChange) const;
    void applyOne(Connection &connection, const Migration &migration) const;
    void check(const QList<Applied> &applied) const;
    static QList<Applied> readApplied(Connection &connection);

    QList<Migration> m_migrations;
};

} // namespace signalbox::store
