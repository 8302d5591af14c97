// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "mail/outbox_folder.h"

#include "mail/mail_error.h"
#include "mail/mail_message.h"

#include <QDir>
#include <QFile>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace signalbox::mail {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr mode_t ownerOnly = 0700;
constexpr auto suffix = ".eml"_L1;
constexpr auto temporarySuffix = ".tmp"_L1;
// What a process left that died while it wrote; a younger one may be another process's.
constexpr std::chrono::hours abandonedAfter{1};

// "20260131T120000.123Z-": sorts by time.
QString timeText(const QDateTime &date)
{
    return date.toUTC().toString(u"yyyyMMdd'T'hhmmss.zzz'Z'-"_s);
}

constexpr qsizetype timeSize = 21;

// Of what put() names; empty of any other file, which is left alone.
QString idOf(const QString &name)
{
    const bool isOurs = name.size() > timeSize + suffix.size() && name.endsWith(suffix) && name[8] == u'T'
        && name[19] == u'Z' && name[20] == u'-';
    return isOurs ? name.mid(timeSize).chopped(suffix.size()) : QString();
}

bool writeAll(int file, const QByteArray &content)
{
    for (qsizetype done = 0; done < content.size();) {
        const ssize_t written = ::write(file, content.constData() + done, size_t(content.size() - done));
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        done += written;
    }
    return true;
}

// So that the name is on the disk, too.
bool syncFolder(const QString &path)
{
    const int folder = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return false;
    const bool isSynced = ::fsync(folder) == 0;
    ::close(folder);
    return isSynced;
}

void removeAbandoned(const QString &path)
{
    const auto limit = QDateTime::currentDateTimeUtc().addSecs(-std::chrono::seconds(abandonedAfter).count());
    const auto files = QDir(path).entryInfoList({u".*"_s + temporarySuffix}, QDir::Files | QDir::Hidden);
    for (const QFileInfo &file : files)
        if (file.lastModified() < limit)
            QFile::remove(file.filePath());
}

} // namespace

OutboxFolder::OutboxFolder(QString path, qsizetype most)
    : m_path(QDir(path).absolutePath())
    , m_most(most)
{
}

void OutboxFolder::put(const MailMessage &message)
{
    const QByteArray content = message.encoded();
    const QString name = timeText(message.date) + message.id + suffix;
    const QMutexLocker lock(&m_mutex);
    make();
    write(name, content);
    removeOthers(name, message.id);
    removeAbandoned(m_path);
}

void OutboxFolder::make() const
{
    QDir().mkpath(QFileInfo(m_path).path()); // a failure shows in what follows
    if (::mkdir(QFile::encodeName(m_path).constData(), ownerOnly) != 0 && errno != EEXIST)
        fail();
}

void OutboxFolder::write(const QString &name, const QByteArray &content) const
{
    QByteArray temporary = QFile::encodeName(m_path + "/.XXXXXX"_L1 + temporarySuffix);
    const int file = ::mkostemps(temporary.data(), int(temporarySuffix.size()), O_CLOEXEC); // mode 0600
    if (file < 0)
        fail();
    try {
        moveIn(file, temporary, content, name);
    } catch (...) {
        ::unlink(temporary.constData());
        throw;
    }
    if (!syncFolder(m_path))
        fail();
}

void OutboxFolder::moveIn(int file, const QByteArray &temporary, const QByteArray &content, const QString &name) const
{
    const QByteArray final = QFile::encodeName(m_path + u'/' + name);
    const bool isWritten = writeAll(file, content) && ::fsync(file) == 0;
    const int problem = errno;
    ::close(file);
    errno = problem;
    if (!isWritten || ::rename(temporary.constData(), final.constData()) != 0)
        fail();
}

// Of the same id, and those that are too many.
void OutboxFolder::removeOthers(const QString &name, const QString &id) const
{
    qsizetype kept = 1; // the one that was just put
    const QStringList newestFirst = QDir(m_path).entryList(QDir::Files, QDir::Name | QDir::Reversed);
    for (const QString &other : newestFirst) {
        const QString otherId = idOf(other);
        if (otherId.isEmpty() || other == name)
            continue;
        if (otherId == id || kept == m_most)
            QFile::remove(m_path + u'/' + other);
        else
            ++kept;
    }
}

void OutboxFolder::fail() const
{
    const QString reason = QString::fromLocal8Bit(std::strerror(errno));
    throw MailError(
        MailError::Kind::Transient,
        u"The outbox %1 can't be written to: %2; choose another folder by mail.outbox"_s.arg(m_path, reason));
}

} // namespace signalbox::mail
