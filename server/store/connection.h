// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "store/query.h"
#include "store/sql.h"
#include "store/value.h"

#include <chrono>
#include <list>
#include <memory>

class QSqlError;

namespace signalbox::store {

class Backend;
struct DatabaseUrl;
class Statement;

enum class Access : quint8 { Read, Write };

// A connection to the database, of one thread. Work given to the DatabasePool uses run() and change(), inside a
// transaction that the pool begins and ends. A statement that failed has lost the transaction, also when what it threw
// is caught: the work then fails with it.
class Connection {
public:
    using Clock = std::chrono::steady_clock;

    explicit Connection(const DatabaseUrl &url, Access access); // throws DatabaseError
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    Dialect dialect() const;

    // Prepared once for each connection; values in the order of their `?`. Throws DatabaseError.
    Query run(const Sql &sql, const Values &values = {});
    qint64 change(const Sql &sql, const Values &values = {}); // how many rows it changed

    // What follows is for the pool and for migrations.
    void begin(Access access, Clock::time_point deadline); // what waits past it, or is begun past it, fails
    void goOn(Clock::time_point deadline); // with other work, in the transaction that was begun
    void requireIntact() const; // throws what a statement threw before
    void commit(); // likewise
    void rollBack() noexcept;
    void execute(const QString &statements); // not prepared; never of input
    bool isUsable() const { return m_usable; } // false: to be thrown away
    Backend &backend() { return *m_backend; }

private:
    friend class Query;

    std::unique_ptr<Statement> take(const char *text);
    std::unique_ptr<Statement> prepare(const char *text);
    void giveBack(std::unique_ptr<Statement> statement);
    void check(const Statement &statement);
    [[noreturn]] void fail(const QSqlError &error);
    void checkDeadline() const;
    void trim();

    std::unique_ptr<Backend> m_backend;
    std::list<std::unique_ptr<Statement>> m_idle; // the one used last comes first
    Clock::time_point m_deadline = Clock::time_point::max();
    std::exception_ptr m_failure; // of a statement of this transaction
    bool m_usable = true;
};

} // namespace signalbox::store
