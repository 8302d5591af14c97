// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "redis/folder_lock.h"

#include <QDir>
#include <QFile>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace signalbox::redis {

using namespace Qt::Literals::StringLiterals;

namespace {

// 0 when there is no such process.
qint64 parentOf(qint64 processId)
{
    QFile file(u"/proc/%1/stat"_s.arg(processId));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray line = file.readAll();
    return line.mid(line.lastIndexOf(')') + 2).split(' ').value(1).toLongLong(); // the name before may have spaces
}

} // namespace

FolderLock::FolderLock(const QString &folder)
    : m_path(folder + "/lock"_L1)
{
}

FolderLock::~FolderLock()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

bool FolderLock::take()
{
    if (m_descriptor < 0)
        m_descriptor = ::open(QFile::encodeName(m_path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    m_isTaken = m_descriptor >= 0 && ::flock(m_descriptor, LOCK_EX | LOCK_NB) == 0;
    const bool isAnothers = m_descriptor >= 0 && errno == EWOULDBLOCK;
    m_error = m_isTaken || isAnothers ? QString() : m_path + u": "_s + QString::fromLocal8Bit(std::strerror(errno));
    return m_isTaken;
}

void FolderLock::write(qint64 processId) const
{
    const QByteArray text = QByteArray::number(::getpid()) + ' ' + QByteArray::number(processId) + '\n';
    if (::ftruncate(m_descriptor, 0) == 0) [[maybe_unused]]
        const auto written = ::pwrite(m_descriptor, text.constData(), size_t(text.size()), 0);
}

void FolderLock::endOrphan() const
{
    QFile file(m_path);
    if (!file.open(QIODevice::ReadOnly))
        return;
    const QByteArrayList numbers = file.readAll().simplified().split(' ');
    const qint64 owner = numbers.value(0).toLongLong();
    const qint64 process = numbers.value(1).toLongLong();
    if (owner > 1 && process > 1 && parentOf(process) != owner && isHeldBy(process))
        ::kill(pid_t(process), SIGKILL);
}

// Process ids are used again: it is the one only if it has the file open.
bool FolderLock::isHeldBy(qint64 processId) const
{
    struct stat mine = {};
    if (::fstat(m_descriptor, &mine) != 0)
        return false;
    const QString folder = u"/proc/%1/fd/"_s.arg(processId);
    for (const QString &name : QDir(folder).entryList(QDir::Files | QDir::System)) {
        struct stat theirs = {};
        if (::stat(QFile::encodeName(folder + name).constData(), &theirs) == 0 && theirs.st_dev == mine.st_dev
            && theirs.st_ino == mine.st_ino)
            return true;
    }
    return false;
}

} // namespace signalbox::redis
