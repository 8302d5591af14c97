// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QMutex>
#include <QString>

namespace signalbox::mail {

struct MailMessage;

// A folder that messages are put into instead of being sent, for a developer to read: a file each, named by its date
// and id. Any thread; each call blocks on the disk.
class OutboxFolder {
public:
    explicit OutboxFolder(QString path, qsizetype most = 1000);

    // Whole or not at all, and on the disk when it returns; instead of an earlier one of the same id. The oldest
    // go when there are more than `most`. Throws MailError: transient when the disk is at fault.
    void put(const MailMessage &message);

    const QString &path() const { return m_path; }

private:
    void make() const;
    void write(const QString &name, const QByteArray &content) const;
    void moveIn(int file, const QByteArray &temporary, const QByteArray &content, const QString &name) const;
    void removeOthers(const QString &name, const QString &id) const;
    [[noreturn]] void fail() const;

    const QString m_path;
    const qsizetype m_most;
    QMutex m_mutex;
};

} // namespace signalbox::mail
