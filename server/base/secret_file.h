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

    // What is in it, at most `most` bytes; when there is none, a new one (mode 0600) with a line of randomText(), which
    // is on the disk when this returns. Null with errorString() when it can't be read or written.
    QByteArray readOrCreate(qint64 most);

    const QString &errorString() const { return m_error; }

    // 256 bits of the system's randomness, in the alphabet of base64url: 43 characters.
    static QByteArray randomText();

private:
    QByteArray read(qint64 most);
    bool create(const QByteArray &content);
    bool fail(const QString &reason);

    QString m_name;
    QString m_error;
};

} // namespace signalbox
