// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/sqlite_statement.h"

#include <sqlite3.h>
#include <utility>

namespace signalbox::store {

SqliteStatement::SqliteStatement(sqlite3 *connection, const char *text)
    : Statement(text)
    , m_connection(connection)
{
    note(sqlite3_prepare_v3(connection, text, -1, SQLITE_PREPARE_PERSISTENT, &m_statement, nullptr));
}

SqliteStatement::~SqliteStatement()
{
    sqlite3_finalize(m_statement);
}

bool SqliteStatement::run(const Values &values)
{
    m_error = QSqlError();
    for (qsizetype i = 0; i < values.size(); ++i) {
        if (const int code = bind(int(i) + 1, values[i].variant()); code != SQLITE_OK) {
            note(code);
            return false;
        }
    }
    m_hasRow = step();
    m_rowsChanged = sqlite3_changes64(m_connection);
    return !m_error.isValid();
}

// Of a copy: what is bound may be gone before the last row is.
int SqliteStatement::bind(int place, const QVariant &value)
{
    if (value.isNull())
        return sqlite3_bind_null(m_statement, place);
    switch (value.typeId()) {
    case QMetaType::LongLong:
        return sqlite3_bind_int64(m_statement, place, value.toLongLong());
    case QMetaType::Double:
        return sqlite3_bind_double(m_statement, place, value.toDouble());
    case QMetaType::QByteArray: {
        const QByteArray bytes = value.toByteArray();
        return sqlite3_bind_blob64(m_statement, place, bytes.constData(), sqlite3_uint64(bytes.size()),
                                   SQLITE_TRANSIENT);
    }
    default:
        break;
    }
    const QByteArray text = value.toString().toUtf8();
    return sqlite3_bind_text64(m_statement, place, text.constData(), sqlite3_uint64(text.size()), SQLITE_TRANSIENT,
                               SQLITE_UTF8);
}

bool SqliteStatement::step()
{
    const int code = sqlite3_step(m_statement);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        note(code);
    return code == SQLITE_ROW;
}

bool SqliteStatement::next()
{
    return std::exchange(m_hasRow, false) || (sqlite3_stmt_busy(m_statement) && step());
}

void SqliteStatement::finish()
{
    m_hasRow = false;
    sqlite3_reset(m_statement); // what it says of a failure was told
    sqlite3_clear_bindings(m_statement);
}

void SqliteStatement::note(int code)
{
    if (code != SQLITE_OK)
        m_error = QSqlError({}, QString::fromUtf8(sqlite3_errmsg(m_connection)), QSqlError::StatementError,
                            QString::number(sqlite3_extended_errcode(m_connection)));
}

bool SqliteStatement::isNull(int column) const
{
    return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}

QString SqliteStatement::text(int column) const
{
    const auto *text = reinterpret_cast<const char *>(sqlite3_column_text(m_statement, column));
    return QString::fromUtf8(text, sqlite3_column_bytes(m_statement, column));
}

QByteArray SqliteStatement::bytes(int column) const
{
    const auto *bytes = static_cast<const char *>(sqlite3_column_blob(m_statement, column));
    return QByteArray(bytes, sqlite3_column_bytes(m_statement, column));
}

qint64 SqliteStatement::number(int column) const
{
    return sqlite3_column_int64(m_statement, column);
}

double SqliteStatement::real(int column) const
{
    return sqlite3_column_double(m_statement, column);
}

} // namespace signalbox::store
