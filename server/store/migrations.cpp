// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/migrations.h"

#include "store/connection.h"
#include "store/database_error.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFile>

namespace signalbox::store {

using namespace Qt::Literals::StringLiterals;
using Clock = Connection::Clock;

namespace {

// Without the paragraphs that are nothing but comment.
QStringList statementsOf(const QString &sql)
{
    QStringList statements;
    for (const QString &paragraph : sql.split(u"\n\n"_s, Qt::SkipEmptyParts)) {
        const QStringList lines = paragraph.split(u'\n', Qt::SkipEmptyParts);
        if (!std::ranges::all_of(lines, [](const QString &line) { return line.startsWith("--"_L1); }))
            statements.append(paragraph);
    }
    return statements;
}

DatabaseError refusal(const QString &what)
{
    return DatabaseError(DatabaseError::Kind::Unavailable, what);
}

QString read(const QString &file)
{
    QFile resource(file);
    if (!resource.open(QIODevice::ReadOnly))
        qFatal("the program lacks %s", qPrintable(file));
    return QString::fromUtf8(resource.readAll());
}

bool hasTable(Connection &connection, const QString &name)
{
    Query query = connection.run(
        {"SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?",
         "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = CAST(? AS TEXT)"},
        {name});
    return query.next() && query.number(0) > 0;
}

bool isEmpty(Connection &connection)
{
    Query query = connection.run(
        {"SELECT count(*) FROM sqlite_schema", "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"});
    return query.next() && query.number(0) == 0;
}

// Serialises processes that start at once; SQLite has done so by beginning to write.
void lock(Connection &connection)
{
    if (connection.dialect() == Dialect::PostgreSql)
        connection.execute(u"SELECT pg_advisory_xact_lock(7306284971001)"_s);
}

// A file of SQLite with tables of another program's is not one to add to; PostgreSQL's databases are often shared.
void requireOurs(Connection &connection)
{
    const bool isForeign = connection.dialect() == Dialect::Sqlite && !isEmpty(connection)
        && !hasTable(connection, u"schema_migrations"_s);
    if (isForeign)
        throw refusal(u"it is a database of another program; name a file of its own in DATABASE_URL"_s);
}

} // namespace

QByteArray Migration::checksum() const
{
    return QCryptographicHash::hash(sql.toUtf8(), QCryptographicHash::Sha256).toHex();
}

Migrations::Migrations(QList<Migration> migrations)
    : m_migrations(std::move(migrations))
{
}

Migrations Migrations::embedded(Dialect dialect)
{
    const QString folder = dialect == Dialect::Sqlite ? u":/migrations/sqlite"_s : u":/migrations/postgresql"_s;
    QList<Migration> migrations;
    for (const QFileInfo &file : QDir(folder).entryInfoList(QDir::Files, QDir::Name)) {
        const QString name = file.completeBaseName();
        migrations.append({name.section(u'_', 0, 0).toInt(), name, read(file.filePath())});
    }
    return Migrations(migrations);
}

int Migrations::newest() const
{
    return m_migrations.isEmpty() ? 0 : m_migrations.last().version;
}

void Migrations::apply(Connection &connection, const std::function<void()> &beforeChange) const
{
    connection.begin(Access::Write, Clock::now() + limit);
    try {
        lock(connection);
        applyPending(connection, beforeChange);
        connection.commit();
    } catch (...) {
        connection.rollBack();
        throw;
    }
}

void Migrations::applyPending(Connection &connection, const std::function<void()> &beforeChange) const
{
    requireOurs(connection);
    const bool wasEmpty = !hasTable(connection, u"schema_migrations"_s);
    if (wasEmpty)
        connection.execute(u"CREATE TABLE schema_migrations (version INTEGER NOT NULL PRIMARY KEY, "
                           "name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)"_s);
    const auto applied = readApplied(connection);
    check(applied);
    if (applied.size() == m_migrations.size())
        return;
    if (!wasEmpty)
        beforeChange();
    for (const Migration &migration : m_migrations.sliced(applied.size()))
        applyOne(connection, migration);
}

void Migrations::applyOne(Connection &connection, const Migration &migration) const
{
    try {
        for (const QString &statement : statementsOf(migration.sql))
            connection.execute(statement);
        connection.change("INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES (?, ?, ?, ?)",
                          {migration.version, migration.name, Value::ascii(migration.checksum()),
                           QDateTime::currentMSecsSinceEpoch()});
    } catch (const DatabaseError &error) {
        throw refusal(u"migration %1 can't be applied, nothing was changed: %2"_s.arg(migration.name, error.detail()));
    }
}

QList<Migrations::Applied> Migrations::readApplied(Connection &connection)
{
    QList<Applied> applied;
    Query query = connection.run("SELECT version, name, checksum FROM schema_migrations ORDER BY version");
    while (query.next())
        applied.append({int(query.number(0)), query.text(1), query.ascii(2)});
    return applied;
}

// What was applied must be the beginning of what the program has.
void Migrations::check(const QList<Applied> &applied) const
{
    for (qsizetype i = 0; i < applied.size(); ++i) {
        if (applied[i].version > newest())
            throw refusal(u"it was made by a newer Signalbox (migration %1, this one knows up to %2): start that one, "
                          "or restore a backup from before"_s.arg(applied[i].name)
                              .arg(newest()));
        if (i >= m_migrations.size() || applied[i].version != m_migrations[i].version
            || applied[i].checksum != m_migrations[i].checksum())
            throw refusal(u"its migration %1 is not the one that this Signalbox has: start the program that made it, "
                          "or restore a backup"_s.arg(applied[i].name));
    }
}

void Migrations::requireCurrent(Connection &connection) const
{
    if (!hasTable(connection, u"schema_migrations"_s))
        throw refusal(u"it has no tables of Signalbox: put back the database that was there, or restart the server to "
                      "begin with a new one"_s);
    const auto applied = readApplied(connection);
    check(applied);
    if (applied.size() < m_migrations.size())
        throw refusal(u"its tables are older than the program: restart the server, which brings them up to date"_s);
}

} // namespace signalbox::store
