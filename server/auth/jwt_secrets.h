// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QString>

namespace signalbox::auth {

// The keys of access tokens: the first signs, all verify, so that a secret can be replaced without ending the tokens
// that the one before signed. A value.
class JwtSecrets {
public:
    static constexpr qsizetype shortest = 32; // bytes: as many as HS256's hash has (RFC 7518, 3.2)
    static constexpr qsizetype longest = 1024;
    static constexpr qsizetype most = 8; // a wrong token costs a check with each

    // `configured` when it is not empty, else those in the file `jwt-secret` of the data folder, a line each, made
    // with one when there is none. The folder is locked by the caller (DataDirectory).
    static JwtSecrets load(const QString &dataDirectory, const QByteArrayList &configured);

    bool isValid() const { return m_error.isEmpty(); }
    const QByteArray &signing() const { return m_values.first(); }
    const QByteArrayList &all() const { return m_values; }
    const QString &errorString() const { return m_error; } // what is wrong, and what to do; never a secret

private:
    static JwtSecrets checked(const QByteArrayList &values, const QString &source);
    static JwtSecrets kept(const QString &file);
    static JwtSecrets failed(const QString &error);

    QByteArrayList m_values;
    QString m_error;
};

} // namespace signalbox::auth
