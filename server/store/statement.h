// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "store/value.h"

#include <QSqlError>

namespace signalbox::store {

// A prepared statement of one connection, and the rows that it gives when it runs. On the connection's thread.
class Statement {
public:
    explicit Statement(const char *text) // a constant of the program
        : m_text(text)
    {
    }
    virtual ~Statement() = default;
    Statement(const Statement &) = delete;
    Statement &operator=(const Statement &) = delete;

    const char *text() const { return m_text; } // which one it is

    // Up to its first row, when it gives any. False when it failed, with error() set.
    virtual bool run(const Values &values) = 0;
    virtual bool next() = 0; // false after the last row, and when it failed
    virtual QSqlError error() const = 0;
    virtual qint64 rowsChanged() const = 0;
    virtual void finish() = 0; // it gives no more rows, and may run again

    // Of the row. A value of another type is converted.
    virtual bool isNull(int column) const = 0;
    virtual QString text(int column) const = 0;
    virtual QByteArray ascii(int column) const { return text(column).toLatin1(); }
    virtual QByteArray bytes(int column) const = 0;
    virtual qint64 number(int column) const = 0;
    virtual double real(int column) const = 0;

private:
    const char *m_text;
};

} // namespace signalbox::store
