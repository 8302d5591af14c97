// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/postgresql_server.h"

#include "store/connection.h"
#include "store/database_error.h"
#include "store/database_url.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QThread>
#include <QUrl>
#include <QUuid>

#include <utility>

namespace signalbox::test {

using namespace Qt::Literals::StringLiterals;
using store::DatabaseUrl;

const PostgreSqlServer &PostgreSqlServer::shared()
{
    static PostgreSqlServer server(QString::fromLatin1(SIGNALBOX_TEST_POSTGRESQL), false);
    static const bool isStarted = [] { // also by a test that is run without CTest
        server.start();
        return true;
    }();
    Q_UNUSED(isStarted)
    return server;
}

PostgreSqlServer PostgreSqlServer::makeOwn()
{
    const QString id = QUuid::createUuid().toString(QUuid::Id128).first(12);
    PostgreSqlServer server(QDir::temp().filePath(u"signalbox-postgresql-"_s + id), true);
    server.start();
    return server;
}

PostgreSqlServer::PostgreSqlServer(const QString &folder, bool isOwn)
    : m_folder(folder)
    , m_isOwn(isOwn)
{
}

PostgreSqlServer::PostgreSqlServer(PostgreSqlServer &&other) noexcept
    : m_folder(other.m_folder)
    , m_isOwn(std::exchange(other.m_isOwn, false))
{
}

PostgreSqlServer::~PostgreSqlServer()
{
    if (m_isOwn)
        script(u"remove"_s);
}

QString PostgreSqlServer::createDatabase() const
{
    const QString name = u"test_"_s + QUuid::createUuid().toString(QUuid::Id128);
    administer(u"CREATE DATABASE "_s + name);
    return u"postgresql://signalbox@/%1?host=%2"_s.arg(name, QString::fromLatin1(QUrl::toPercentEncoding(m_folder)));
}

void PostgreSqlServer::dropDatabase(const QString &url) const
{
    const auto parsed = std::get<DatabaseUrl>(DatabaseUrl::parse(url, {}));
    administer(u"DROP DATABASE IF EXISTS %1 WITH (FORCE)"_s.arg(parsed.database));
}

void PostgreSqlServer::start()
{
    script(u"start"_s);
}

void PostgreSqlServer::stop()
{
    script(u"stop"_s);
}

void PostgreSqlServer::kill()
{
    script(u"kill"_s);
}

void PostgreSqlServer::pause()
{
    script(u"pause"_s);
}

void PostgreSqlServer::resume()
{
    script(u"resume"_s);
}

void PostgreSqlServer::script(const QString &command) const
{
    const QString errors = m_folder + ".errors"_L1;
    QProcess process;
    process.setStandardOutputFile(QProcess::nullDevice()); // the server would hold a pipe open
    process.setStandardErrorFile(errors);
    process.start(QString::fromLatin1(SIGNALBOX_TEST_POSTGRESQL_SCRIPT), {command, m_folder});
    if (!process.waitForFinished(60'000) || process.exitCode() != 0)
        qFatal("postgresql.sh %s failed: see %s; scripts/setup installs PostgreSQL", qPrintable(command),
               qPrintable(errors));
    QFile::remove(errors);
}

// On a busy machine a connection may take longer than is allowed, or others may have taken all.
void PostgreSqlServer::administer(const QString &statement) const
{
    DatabaseUrl url;
    url.dialect = store::Dialect::PostgreSql;
    url.host = m_folder;
    url.user = u"signalbox"_s;
    url.database = u"postgres"_s;
    const QDeadlineTimer patience(30'000);
    for (;;) {
        try {
            return store::Connection(url, store::Access::Write).execute(statement);
        } catch (const store::DatabaseError &error) {
            if (error.kind() != store::DatabaseError::Kind::Unavailable || patience.hasExpired())
                qFatal("%s: %s", qPrintable(statement), qPrintable(error.detail()));
        }
        QThread::msleep(50);
    }
}

} // namespace signalbox::test
