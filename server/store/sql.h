// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtGlobal>

namespace signalbox::store {

enum class Dialect : quint8 { Sqlite, PostgreSql };

// A statement: a constant of the program, so that none can be made from input. `?` stands for a value; one statement
// only. Where the databases need different words it has a text for each. A value.
class Sql {
public:
    consteval Sql(const char *text)
        : m_sqlite(text)
        , m_postgreSql(text)
    {
    }
    consteval Sql(const char *sqlite, const char *postgreSql)
        : m_sqlite(sqlite)
        , m_postgreSql(postgreSql)
    {
    }

    const char *text(Dialect dialect) const { return dialect == Dialect::Sqlite ? m_sqlite : m_postgreSql; }

private:
    const char *m_sqlite;
    const char *m_postgreSql;
};

} // namespace signalbox::store
