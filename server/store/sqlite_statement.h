// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "store/statement.h"

struct sqlite3;
struct sqlite3_stmt;

namespace signalbox::store {

// A statement of SQLite's own: Qt's driver describes every column anew each time that one runs, which takes longer than
// to find a user. Gone before the connection is closed.
class SqliteStatement : public Statement {
public:
    SqliteStatement(sqlite3 *connection, const char *text); // check error()
    ~SqliteStatement() override;

    bool run(const Values &values) override;
    bool next() override;
    QSqlError error() const override { return m_error; }
    qint64 rowsChanged() const override { return m_rowsChanged; }
    void finish() override;

    bool isNull(int column) const override;
    QString text(int column) const override;
    QByteArray ascii(int column) const override { return bytes(column); }
    QByteArray bytes(int column) const override;
    qint64 number(int column) const override;
    double real(int column) const override;

private:
    int bind(int place, const QVariant &value);
    bool step(); // whether there is a row
    void note(int code);

    sqlite3 *m_connection;
    sqlite3_stmt *m_statement = nullptr;
    QSqlError m_error;
    qint64 m_rowsChanged = 0;
    bool m_hasRow = false; // the first one, which next() has yet to give
};

} // namespace signalbox::store
