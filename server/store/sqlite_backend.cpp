// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/sqlite_backend.h"

#include "store/sqlite_statement.h"

#include <QDeadlineTimer>
#include <QSqlDriver>
#include <QSqlError>
#include <QThread>
#include <QUrl>
#include <QVariant>

#include <climits>
#include <cstring>
#include <sqlite3.h>
#include <sys/stat.h>

namespace signalbox::store {

using namespace Qt::Literals::StringLiterals;
using Kind = DatabaseError::Kind;

namespace {

constexpr std::chrono::milliseconds openTimeout{5000};
constexpr unsigned long lookAgainMs = 5;

// mode=rw: a file that is gone must not be replaced by a new, empty one.
QString fileUri(const QString &file)
{
    return u"file:"_s + QString::fromLatin1(QUrl::toPercentEncoding(file, "/")) + u"?mode=rw"_s;
}

sqlite3 *handleOf(const QSqlDatabase &database)
{
    const QVariant handle = database.driver()->handle();
    Q_ASSERT(qstrcmp(handle.typeName(), "sqlite3*") == 0);
    return *static_cast<sqlite3 *const *>(handle.data());
}

} // namespace

SqliteBackend::SqliteBackend(const DatabaseUrl &url, Access access)
    : Backend(Dialect::Sqlite)
    , m_file(url.file.toLocal8Bit())
{
    rememberFile();
    QSqlDatabase database = add(u"QSQLITE"_s);
    database.setDatabaseName(fileUri(url.file));
    database.setConnectOptions(u"QSQLITE_OPEN_URI"_s);
    openDatabase(database, url.file);
    m_handle = handleOf(database);
    sqlite3_extended_result_codes(m_handle, 1);
    sqlite3_busy_timeout(m_handle, int(openTimeout.count()));
    useWriteAheadLog();
    execute(u"PRAGMA synchronous = FULL"_s);
    execute(u"PRAGMA foreign_keys = ON"_s);
    if (access == Access::Read)
        execute(u"PRAGMA query_only = ON"_s);
}

void SqliteBackend::rememberFile()
{
    struct stat found = {};
    if (::stat(m_file.constData(), &found) != 0)
        throw DatabaseError(Kind::Unavailable,
                            u"%1: %2"_s.arg(QString::fromLocal8Bit(m_file), QString::fromLocal8Bit(strerror(errno))));
    m_device = found.st_dev;
    m_inode = found.st_ino;
}

// Two processes that change a new file at once would wait for each other: SQLite waits for neither, and tells both that
// it is locked.
void SqliteBackend::useWriteAheadLog()
{
    for (const QDeadlineTimer limit(openTimeout);; QThread::msleep(lookAgainMs)) {
        try {
            return execute(u"PRAGMA journal_mode = WAL"_s);
        } catch (const DatabaseError &error) {
            if (error.kind() != Kind::TimedOut || limit.hasExpired())
                throw;
        }
    }
}

// The lock is awaited by SQLite itself, which can't be interrupted there, and so for no longer than the work has.
void SqliteBackend::begin(Connection &connection, Access access, std::chrono::milliseconds left)
{
    m_access = access;
    sqlite3_busy_timeout(m_handle, int(std::clamp<qint64>(left.count(), 0, INT_MAX)));
    if (access == Access::Read)
        connection.run("BEGIN");
    else
        connection.run("BEGIN IMMEDIATE");
}

void SqliteBackend::commit(Connection &connection)
{
    connection.run("COMMIT");
}

std::unique_ptr<Statement> SqliteBackend::prepare(const char *text)
{
    return std::make_unique<SqliteStatement>(m_handle, text);
}

Kind SqliteBackend::kindOf(const QSqlError &error) const
{
    const int code = error.nativeErrorCode().toInt();
    switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
        return Kind::UniqueViolation;
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        return Kind::ReferenceViolation;
    default:
        break;
    }
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_INTERRUPT:
    case SQLITE_PROTOCOL: // others were quicker too often
        return Kind::TimedOut;
    case SQLITE_CANTOPEN:
    case SQLITE_CORRUPT:
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_NOTADB:
    case SQLITE_PERM:
        return Kind::Unavailable;
    case SQLITE_READONLY: // the file, unless it is ours that must not write
        return m_access == Access::Write ? Kind::Unavailable : Kind::Other;
    default:
        return Kind::Other;
    }
}

QString SqliteBackend::missing() const
{
    struct stat found = {};
    const QString name = QString::fromLocal8Bit(m_file);
    if (::stat(m_file.constData(), &found) != 0)
        return u"%1: %2"_s.arg(name, QString::fromLocal8Bit(strerror(errno)));
    if (found.st_dev != m_device || found.st_ino != m_inode)
        return u"%1 was replaced by another file"_s.arg(name);
    return {};
}

void SqliteBackend::interrupt() noexcept
{
    sqlite3_interrupt(m_handle);
}

} // namespace signalbox::store
