// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/test_database.h"

#include "support/postgresql_server.h"

#include <QTest>

namespace signalbox::test {

using namespace Qt::Literals::StringLiterals;
using store::DatabasePool;
using store::DatabaseUrl;
using store::Dialect;

TestDatabase::TestDatabase(Dialect dialect)
    : m_url(dialect == Dialect::Sqlite ? u"sqlite:"_s + m_folder.filePath(u"test.db"_s)
                                       : PostgreSqlServer::shared().createDatabase())
{
}

TestDatabase::~TestDatabase()
{
    close();
    if (m_url.startsWith("postgresql:"_L1))
        PostgreSqlServer::shared().dropDatabase(m_url);
}

DatabaseUrl TestDatabase::url() const
{
    return std::get<DatabaseUrl>(DatabaseUrl::parse(m_url, m_folder.path()));
}

DatabasePool &TestDatabase::pool()
{
    return m_pool ? *m_pool : open({});
}

DatabasePool &TestDatabase::open(const Change &change)
{
    DatabasePool::Settings settings;
    settings.url = url();
    if (change)
        change(settings);
    m_pool = store::openDatabase(settings, m_folder.filePath(u"backups"_s));
    return *m_pool;
}

void TestDatabase::close()
{
    m_pool.reset();
}

void addDialects()
{
    QTest::addColumn<store::Dialect>("dialect");
    QTest::newRow("sqlite") << Dialect::Sqlite;
    QTest::newRow("postgresql") << Dialect::PostgreSql;
}

Dialect currentDialect()
{
    QFETCH(store::Dialect, dialect);
    return dialect;
}

} // namespace signalbox::test
