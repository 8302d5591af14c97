// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QString>

#include <memory>
#include <optional>

namespace signalbox::store {

class Connection;
class Statement;

// The rows of a statement, one after the other. Inside the work that ran it, on its thread; gone before the work is.
// What a column holds in another type is converted; columns count from 0.
class Query {
public:
    Query(Connection &connection, std::unique_ptr<Statement> statement);
    Query(Query &&) noexcept;
    Query &operator=(Query &&) = delete;
    ~Query();

    bool next(); // false after the last row; throws DatabaseError

    bool isNull(int column) const;
    QString text(int column) const;
    QByteArray ascii(int column) const; // ids
    QByteArray bytes(int column) const;
    qint64 number(int column) const;
    double real(int column) const;
    std::optional<qint64> numberOrNull(int column) const;
    std::optional<QString> textOrNull(int column) const;

private:
    friend class Connection;

    Connection *m_connection;
    std::unique_ptr<Statement> m_statement;
};

} // namespace signalbox::store
