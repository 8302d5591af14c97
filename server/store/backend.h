// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "store/connection.h"
#include "store/database_error.h"
#include "store/database_url.h"

#include <QSqlDatabase>

namespace signalbox::store {

// What differs between the databases, for one connection. Thread of the connection, but for interrupt() and cutOff().
class Backend {
public:
    static std::unique_ptr<Backend> open(const DatabaseUrl &url, Access access); // throws DatabaseError
    virtual ~Backend(); // after it the statements of the connection are dead, and may be destroyed

    Dialect dialect() const { return m_dialect; }
    QSqlDatabase database() const;

    // By statements on `connection`, whose backend this is. No later statement of the transaction takes longer than
    // `left`, or waits longer for a lock.
    virtual void begin(Connection &connection, Access access, std::chrono::milliseconds left) = 0;
    virtual void commit(Connection &connection) = 0;
    virtual std::unique_ptr<Statement> prepare(const char *text); // that may have an error()
    virtual DatabaseError::Kind kindOf(const QSqlError &error) const = 0;
    // Whether the database is still there, from what this machine knows without asking it: why not, empty when it is.
    virtual QString missing() const = 0;
    // Ends the statement that runs now, and no later one. While the connection lives; any thread.
    virtual void interrupt() noexcept = 0;
    // Ends the connection's wait for its server, and so the connection. Likewise.
    virtual void cutOff() noexcept = 0;

protected:
    explicit Backend(Dialect dialect);
    QSqlDatabase add(const QString &driver); // the connection of Qt that this one has
    void openDatabase(QSqlDatabase database, const QString &where);
    void adopt(const QString &name); // instead of add(): one that is open
    void requireDriver(const QString &driver) const;
    void execute(const QString &statement);

private:
    Dialect m_dialect;
    QString m_name;
};

} // namespace signalbox::store
