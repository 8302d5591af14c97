// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "redis/socket_place.h"

#include <QCryptographicHash>
#include <QFile>

#include <cerrno>
#include <cstring>
#include <sys/stat.h>
#include <unistd.h>

namespace signalbox::redis {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype longestPath = 106; // what redis-server takes; the system would take one more
const QString name = u"/redis.sock"_s;

bool fits(const QString &path)
{
    return QFile::encodeName(path).size() <= longestPath;
}

// Empty when it is a folder of this user's, which nobody else may enter.
QString makePrivate(const QString &folder)
{
    const QByteArray path = QFile::encodeName(folder);
    if (::mkdir(path.constData(), 0700) != 0 && errno != EEXIST)
        return u"%1 can't be made: %2"_s.arg(folder, QString::fromLocal8Bit(std::strerror(errno)));
    struct stat status = {};
    const bool isMine = ::lstat(path.constData(), &status) == 0 && S_ISDIR(status.st_mode)
        && status.st_uid == ::geteuid() && (status.st_mode & 077) == 0;
    return isMine ? QString() : u"%1 is there already, and isn't a private folder of this user"_s.arg(folder);
}

} // namespace

std::variant<SocketPlace, SocketPlace::Impossible> SocketPlace::make(const QString &folder)
{
    if (fits(folder + name))
        return SocketPlace{folder + name, {}};
    const QByteArray digest = QCryptographicHash::hash(folder.toUtf8(), QCryptographicHash::Sha256).toHex().left(12);
    const QString user = QString::number(::geteuid());
    QString own = qEnvironmentVariable("XDG_RUNTIME_DIR") + u"/signalbox-"_s + QString::fromLatin1(digest);
    if (!own.startsWith(u'/') || !fits(own + name) || !QFile::exists(qEnvironmentVariable("XDG_RUNTIME_DIR"))
        || own.startsWith("/signalbox-"_L1))
        own = u"/tmp/signalbox-%1-%2"_s.arg(user, QString::fromLatin1(digest));
    const QString problem = makePrivate(own);
    if (!problem.isEmpty())
        return Impossible{problem};
    return SocketPlace{own + name, own};
}

} // namespace signalbox::redis
