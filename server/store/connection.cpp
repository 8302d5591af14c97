// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/connection.h"

#include "store/backend.h"
#include "store/statement.h"

#include <QSqlError>
#include <QSqlQuery>

namespace signalbox::store {

using namespace Qt::Literals::StringLiterals;
using std::chrono::milliseconds;
using Kind = DatabaseError::Kind;

namespace {

constexpr std::size_t keptStatements = 128;

bool isLost(Kind kind)
{
    return kind == Kind::Unavailable;
}

// PostgreSQL has no such text, and its driver would end the statement there.
void checkTexts(const Values &values)
{
    for (const Value &value : values) {
        const QVariant &variant = value.variant();
        if (variant.typeId() == QMetaType::QString && variant.toString().contains(QChar(u'\0')))
            throw DatabaseError(Kind::Other, u"a text to store contains U+0000"_s);
    }
}

} // namespace

Connection::Connection(const DatabaseUrl &url, Access access)
    : m_backend(Backend::open(url, access))
{
}

// Statements of SQLite keep their connection open; to free one of PostgreSQL asks a server that may not be there.
Connection::~Connection()
{
    if (dialect() == Dialect::Sqlite)
        m_idle.clear();
    m_backend.reset();
}

Dialect Connection::dialect() const
{
    return m_backend->dialect();
}

Query Connection::run(const Sql &sql, const Values &values)
{
    checkDeadline();
    checkTexts(values);
    Query query(*this, take(sql.text(dialect())));
    if (!query.m_statement->run(values))
        fail(query.m_statement->error());
    return query;
}

qint64 Connection::change(const Sql &sql, const Values &values)
{
    return run(sql, values).m_statement->rowsChanged();
}

void Connection::begin(Access access, Clock::time_point deadline)
{
    m_deadline = deadline;
    m_failure = nullptr;
    checkDeadline();
    const auto left =
        std::chrono::ceil<milliseconds>(qMin(deadline - Clock::now(), Clock::duration(std::chrono::hours(1))));
    m_backend->begin(*this, access, left);
}

void Connection::goOn(Clock::time_point deadline)
{
    m_deadline = deadline;
    checkDeadline();
}

void Connection::requireIntact() const
{
    if (m_failure)
        std::rethrow_exception(m_failure);
    checkDeadline();
}

void Connection::commit()
{
    requireIntact();
    m_backend->commit(*this);
    m_deadline = Clock::time_point::max();
}

void Connection::rollBack() noexcept
{
    m_deadline = Clock::time_point::max();
    if (!m_usable)
        return;
    QSqlQuery query(m_backend->database());
    if (!query.exec(u"ROLLBACK"_s))
        m_usable = false;
}

void Connection::execute(const QString &statements)
{
    QSqlQuery query(m_backend->database());
    if (!query.exec(statements))
        fail(query.lastError());
}

std::unique_ptr<Statement> Connection::take(const char *text)
{
    const auto found = std::ranges::find(m_idle, text, [](const auto &statement) { return statement->text(); });
    if (found == m_idle.end())
        return prepare(text);
    auto statement = std::move(*found);
    m_idle.erase(found);
    return statement;
}

std::unique_ptr<Statement> Connection::prepare(const char *text)
{
    auto statement = m_backend->prepare(text);
    check(*statement);
    return statement;
}

void Connection::giveBack(std::unique_ptr<Statement> statement)
{
    statement->finish();
    m_idle.push_front(std::move(statement));
    trim();
}

// Not inside a transaction that failed, in which PostgreSQL frees nothing.
void Connection::trim()
{
    while (!m_failure && m_idle.size() > keptStatements)
        m_idle.pop_back();
}

void Connection::check(const Statement &statement)
{
    if (const QSqlError error = statement.error(); error.isValid())
        fail(error);
}

void Connection::fail(const QSqlError &error)
{
    const Kind kind = m_backend->kindOf(error);
    m_usable = m_usable && !isLost(kind);
    m_failure = std::make_exception_ptr(
        DatabaseError(kind, u"%1 (%2)"_s.arg(error.databaseText().simplified(), error.nativeErrorCode())));
    std::rethrow_exception(m_failure);
}

void Connection::checkDeadline() const
{
    if (Clock::now() >= m_deadline)
        throw DatabaseError(Kind::TimedOut, u"the work's time is over"_s);
}

} // namespace signalbox::store
