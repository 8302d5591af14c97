// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QString>

namespace signalbox {

// A secret that a server keeps in a file of its data folder, readable by its owner alone. Any thread; the folder is
// locked by the caller (DataDirectory).
class SecretFile {
public:
    explicit SecretFile(QString name);

    bool exists() const;
    // What is in it, at most `most` bytes; null with errorString() when it can't be read.
    QByteArray read(qint64 most);
    // Writes a new file (mode 0600) that is on the disk when this returns. False with errorString() when it can't.
    bool create(const QByteArray &content);

    const QString &errorString() const { return m_error; }

    // 256 bits of the system's randomness, in the alphabet of base64url: 43 characters.
    static QByteArray randomText();

private:
    bool fail(const QString &reason);

    QString m_name;
    QString m_error;
};

} // namespace signalbox
