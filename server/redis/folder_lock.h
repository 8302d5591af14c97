// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace signalbox::redis {

// A folder that one redis-server uses at a time. The lock is taken here and handed down to the process, and so ends
// when the last of both has: not before data that is being written is there. One thread.
class FolderLock {
public:
    explicit FolderLock(const QString &folder);
    ~FolderLock();
    FolderLock(const FolderLock &) = delete;
    FolderLock &operator=(const FolderLock &) = delete;

    bool take(); // false when another has it, or on an error
    bool isTaken() const { return m_isTaken; }
    QString errorString() const { return m_error; } // empty: another has it
    int descriptor() const { return m_descriptor; }

    void write(qint64 processId) const; // of who uses the folder, for what follows
    // Ends by force what another process has left behind here: one that has the lock, and whose owner is gone.
    void endOrphan() const;

private:
    bool isHeldBy(qint64 processId) const;

    QString m_path;
    QString m_error;
    int m_descriptor = -1;
    bool m_isTaken = false;
};

} // namespace signalbox::redis
