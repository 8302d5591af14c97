// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "runtime/data_directory.h"

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QStandardPaths>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace signalbox {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr mode_t ownerOnly = 0700;

QString systemError()
{
    return QString::fromLocal8Bit(std::strerror(errno));
}

QString pidIn(int file)
{
    char text[32] = {};
    const ssize_t size = ::pread(file, text, sizeof text - 1, 0);
    const QByteArray pid = QByteArray(text, qMax<ssize_t>(size, 0)).trimmed();
    return pid.isEmpty() ? u"unknown"_s : QString::fromLatin1(pid);
}

void writePid(int file)
{
    const QByteArray pid = QByteArray::number(::getpid()) + '\n';
    // The pid only makes the message of a refusal better; the lock holds without it.
    if (::ftruncate(file, 0) == 0) [[maybe_unused]]
        const ssize_t written = ::pwrite(file, pid.constData(), size_t(pid.size()), 0);
}

} // namespace

DataDirectory::DataDirectory(QString path)
    : m_path(std::move(path))
{
}

DataDirectory::~DataDirectory()
{
    if (m_lock >= 0)
        ::close(m_lock);
}

QString DataDirectory::standardPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + "/signalbox"_L1;
}

bool DataDirectory::open()
{
    return m_lock >= 0 || (create() && lock());
}

bool DataDirectory::create()
{
    const QString parent = QDir(m_path + "/.."_L1).absolutePath();
    if (!QDir().mkpath(QDir::cleanPath(parent)))
        return fail(u"The folder %1 can't be made; choose another data folder with --data-dir"_s.arg(parent));
    if (::mkdir(QFile::encodeName(m_path).constData(), ownerOnly) == 0 || errno == EEXIST)
        return true;
    return fail(u"The data folder %1 can't be made: %2; choose another with --data-dir"_s.arg(m_path, systemError()));
}

bool DataDirectory::lock()
{
    const QByteArray name = QFile::encodeName(m_path + "/lock"_L1);
    const int file = ::open(name.constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0)
        return fail(
            u"The data folder %1 can't be written to: %2; choose another with --data-dir"_s.arg(m_path, systemError()));
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        const QString owner = pidIn(file);
        ::close(file);
        return fail(u"The data folder %1 is in use by another Signalbox (pid %2); stop it, or choose another folder "
                    "with --data-dir"_s.arg(m_path, owner));
    }
    writePid(file);
    m_lock = file;
    return true;
}

bool DataDirectory::fail(const QString &error)
{
    m_error = error;
    return false;
}

} // namespace signalbox
