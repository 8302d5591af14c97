// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/backend.h"

#include "store/postgresql_backend.h"
#include "store/qt_statement.h"
#include "store/sqlite_backend.h"

#include <QSqlError>
#include <QSqlQuery>

#include <atomic>

namespace signalbox::store {

using namespace Qt::Literals::StringLiterals;

namespace {

QString uniqueName()
{
    static std::atomic<quint64> count = 0;
    return u"signalbox-%1"_s.arg(++count);
}

} // namespace

std::unique_ptr<Backend> Backend::open(const DatabaseUrl &url, Access access)
{
    if (url.dialect == Dialect::Sqlite)
        return std::make_unique<SqliteBackend>(url, access);
    return std::make_unique<PostgreSqlBackend>(url);
}

Backend::Backend(Dialect dialect)
    : m_dialect(dialect)
    , m_name(uniqueName())
{
}

Backend::~Backend()
{
    QSqlDatabase::removeDatabase(m_name);
}

QSqlDatabase Backend::database() const
{
    return QSqlDatabase::database(m_name, false);
}

std::unique_ptr<Statement> Backend::prepare(const char *text)
{
    return std::make_unique<QtStatement>(database(), text);
}

QSqlDatabase Backend::add(const QString &driver)
{
    requireDriver(driver);
    return QSqlDatabase::addDatabase(driver, m_name);
}

void Backend::adopt(const QString &name)
{
    m_name = name;
}

void Backend::requireDriver(const QString &driver) const
{
    if (!QSqlDatabase::isDriverAvailable(driver))
        throw DatabaseError(DatabaseError::Kind::Unavailable,
                            u"Qt's database driver %1 is not installed; on Debian it is the package %2"_s.arg(
                                driver, m_dialect == Dialect::Sqlite ? u"libqt6sql6-sqlite"_s : u"libqt6sql6-psql"_s));
}

void Backend::openDatabase(QSqlDatabase database, const QString &where)
{
    if (!database.open())
        throw DatabaseError(DatabaseError::Kind::Unavailable,
                            u"can't open %1: %2"_s.arg(where, database.lastError().databaseText().simplified()));
}

void Backend::execute(const QString &statement)
{
    QSqlQuery query(database());
    if (!query.exec(statement))
        throw DatabaseError(kindOf(query.lastError()), query.lastError().databaseText().simplified());
}

} // namespace signalbox::store
