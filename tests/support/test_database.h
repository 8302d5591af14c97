// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "store/database.h"

#include <QTemporaryDir>

#include <functional>
#include <memory>

namespace signalbox::test {

// A fresh database for a test: a file of SQLite, or a database on the PostgreSQL server that CTest started, with the
// tables of the program. Gone with it. Tests of both take the dialect as data: see addDialects().
class TestDatabase {
public:
    using Change = std::function<void(store::DatabasePool::Settings &)>;

    explicit TestDatabase(store::Dialect dialect);
    ~TestDatabase();
    TestDatabase(const TestDatabase &) = delete;
    TestDatabase &operator=(const TestDatabase &) = delete;

    store::DatabaseUrl url() const;
    QString urlText() const { return m_url; } // for DATABASE_URL
    QString folder() const { return m_folder.path(); }

    // The pool on it, made at the first call.
    store::DatabasePool &pool();
    store::DatabasePool &open(const Change &change); // with other settings
    void close();

private:
    QTemporaryDir m_folder;
    QString m_url;
    std::unique_ptr<store::DatabasePool> m_pool;
};

// Rows "sqlite" and "postgresql" for a `_data` function, and what the current one is.
void addDialects();
store::Dialect currentDialect();

} // namespace signalbox::test

Q_DECLARE_METATYPE(signalbox::store::Dialect)
