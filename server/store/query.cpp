// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/query.h"

#include "store/connection.h"
#include "store/statement.h"

namespace signalbox::store {

Query::Query(Connection &connection, std::unique_ptr<Statement> statement)
    : m_connection(&connection)
    , m_statement(std::move(statement))
{
}

Query::Query(Query &&) noexcept = default;

Query::~Query()
{
    if (m_statement)
        m_connection->giveBack(std::move(m_statement));
}

bool Query::next()
{
    if (m_statement->next())
        return true;
    m_connection->check(*m_statement);
    return false;
}

bool Query::isNull(int column) const
{
    return m_statement->isNull(column);
}

QString Query::text(int column) const
{
    return m_statement->text(column);
}

QByteArray Query::ascii(int column) const
{
    return m_statement->ascii(column);
}

QByteArray Query::bytes(int column) const
{
    return m_statement->bytes(column);
}

qint64 Query::number(int column) const
{
    return m_statement->number(column);
}

double Query::real(int column) const
{
    return m_statement->real(column);
}

std::optional<qint64> Query::numberOrNull(int column) const
{
    return isNull(column) ? std::nullopt : std::optional(number(column));
}

std::optional<QString> Query::textOrNull(int column) const
{
    return isNull(column) ? std::nullopt : std::optional(text(column));
}

} // namespace signalbox::store
