// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArrayView>

#include <string>

namespace signalbox::telemetry {

// A file of lines that rotates: before it would grow over its bound it becomes a.1.log, what that was a.2.log, and so
// on. Lines go out as they come, in one write(2) where they fit. The log writer's thread only.
class LogFile {
public:
    // Appends to what is there, and makes the folders that are missing. Throws std::system_error when that can't be.
    LogFile(std::string path, qint64 maxBytes, int oldFiles);
    ~LogFile();
    LogFile(const LogFile &) = delete;
    LogFile &operator=(const LogFile &) = delete;

    // Whole lines, each with its end; only one that is longer than the bound makes a file exceed it. Throws
    // std::system_error.
    void write(QByteArrayView lines);

private:
    void open(int flags);
    void rotate();
    qsizetype fitting(QByteArrayView lines) const; // bytes of whole lines that there is room for

    const std::string m_path;
    const qint64 m_maxBytes;
    const int m_oldFiles;
    int m_descriptor = -1; // below 0: to be opened again, which failed
    qint64 m_size = 0;
    bool m_rotates = true; // not a pipe or a device
};

// All of it, however often that takes. Throws std::system_error.
void writeAll(int descriptor, QByteArrayView bytes);

} // namespace signalbox::telemetry
