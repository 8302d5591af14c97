// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/log_file.h"

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <poll.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace signalbox::telemetry {

namespace {

[[noreturn]] void fail(const std::string &what)
{
    throw std::system_error(errno, std::generic_category(), what);
}

// "a.log" and 2: "a.2.log".
std::filesystem::path numbered(const std::filesystem::path &path, int number)
{
    if (number == 0)
        return path;
    std::filesystem::path old = path;
    return old.replace_extension('.' + std::to_string(number) + path.extension().string());
}

// Standard error may be shared with a program that made it non-blocking.
void waitForRoom(int descriptor)
{
    constexpr int patienceMs = 1000;
    pollfd waited{descriptor, POLLOUT, 0};
    ::poll(&waited, 1, patienceMs);
}

} // namespace

void writeAll(int descriptor, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t count = ::write(descriptor, bytes.data(), static_cast<std::size_t>(bytes.size()));
        if (count >= 0)
            bytes = bytes.sliced(count);
        else if (errno == EAGAIN)
            waitForRoom(descriptor);
        else if (errno != EINTR)
            fail("the log can't be written");
    }
}

LogFile::LogFile(std::string path, qint64 maxBytes, int oldFiles)
    : m_path(std::move(path))
    , m_maxBytes(maxBytes)
    , m_oldFiles(oldFiles)
{
    const std::filesystem::path folder = std::filesystem::path(m_path).parent_path();
    if (!folder.empty())
        std::filesystem::create_directories(folder);
    open(0);
}

LogFile::~LogFile()
{
    ::close(m_descriptor);
}

void LogFile::open(int flags)
{
    m_descriptor = ::open(m_path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | flags, 0666);
    struct stat status { };
    if (m_descriptor < 0 || ::fstat(m_descriptor, &status) < 0)
        fail("the log file " + m_path + " can't be opened");
    m_size = status.st_size;
    m_rotates = S_ISREG(status.st_mode);
}

qsizetype LogFile::fitting(QByteArrayView lines) const
{
    const qint64 room = m_maxBytes - m_size;
    if (lines.size() <= room || !m_rotates)
        return lines.size();
    return room > 0 ? lines.first(static_cast<qsizetype>(room)).lastIndexOf('\n') + 1 : 0;
}

void LogFile::write(QByteArrayView lines)
{
    if (m_descriptor < 0)
        open(0);
    while (!lines.isEmpty()) {
        qsizetype size = fitting(lines);
        if (size == 0 && m_size > 0) {
            rotate();
            continue;
        }
        if (size == 0)
            size = lines.indexOf('\n') + 1;
        writeAll(m_descriptor, lines.first(size));
        m_size += size;
        lines = lines.sliced(size);
    }
}

// Where a file can't be put aside it is begun anew: to lose old lines is better than to fill the disk. The oldest is
// removed first: what is renamed over a file that exists is written to the disk at once by ext4, at our cost.
void LogFile::rotate()
{
    ::close(std::exchange(m_descriptor, -1));
    std::error_code ignored;
    std::filesystem::remove(numbered(m_path, m_oldFiles), ignored);
    for (int number = m_oldFiles; number > 0; --number) {
        std::filesystem::rename(numbered(m_path, number - 1), numbered(m_path, number), ignored);
    }
    open(O_TRUNC);
}

} // namespace signalbox::telemetry
