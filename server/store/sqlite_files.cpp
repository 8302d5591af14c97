// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/sqlite_files.h"

#include "store/connection.h"
#include "store/database_error.h"

#include <QDateTime>
#include <QDir>
#include <QFile>

#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace signalbox::store {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype keptBackups = 5;

DatabaseError failure(const QString &what, const QString &name)
{
    return DatabaseError(DatabaseError::Kind::Unavailable,
                         u"can't %1 %2: %3"_s.arg(what, name, QString::fromLocal8Bit(strerror(errno))));
}

void makeFolder(const QString &folder)
{
    if (QDir(folder).exists())
        return;
    if (!QDir().mkpath(folder))
        throw failure(u"make the folder"_s, folder);
    QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

void removeOldBackups(const QString &folder)
{
    const QDir directory(folder);
    QStringList names = directory.entryList({u"signalbox-*.db"_s}, QDir::Files, QDir::Name); // the oldest first
    while (names.size() > keptBackups)
        QFile::remove(directory.filePath(names.takeFirst()));
}

} // namespace

void createSqliteFile(const QString &file)
{
    makeFolder(QFileInfo(file).absolutePath());
    const int descriptor = ::open(QFile::encodeName(file).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        throw failure(u"open"_s, file);
    ::close(descriptor);
}

void backUpSqlite(Connection &connection, const QString &folder)
{
    makeFolder(folder);
    const QString stamp = QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd'T'HHmmsszzz'Z'"_s);
    const QString file = QDir(folder).filePath(u"signalbox-%1.db"_s.arg(stamp));
    connection.change("VACUUM INTO ?", {file});
    QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner);
    removeOldBackups(folder);
}

} // namespace signalbox::store
