// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace signalbox {

// The folder in which a server keeps what must survive it. Held by one process at a time: the lock is the kernel's
// (flock), so that it can't outlive a process that died. Any one thread.
class DataDirectory {
public:
    explicit DataDirectory(QString path);
    ~DataDirectory(); // lets go of it
    DataDirectory(const DataDirectory &) = delete;
    DataDirectory &operator=(const DataDirectory &) = delete;

    // $XDG_DATA_HOME/signalbox, ~/.local/share/signalbox by default.
    static QString standardPath();

    // Creates it (mode 0700) where it is missing, and locks it. False, with errorString() telling what to do.
    bool open();
    const QString &path() const { return m_path; }
    const QString &errorString() const { return m_error; }

private:
    bool create();
    bool lock();
    bool fail(const QString &error);

    QString m_path;
    QString m_error;
    int m_lock = -1; // of the lock file, while it is held
};

} // namespace signalbox
