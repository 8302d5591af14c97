// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <variant>

namespace signalbox::mail {

// Which mail server takes messages, and how. A value.
//   smtp://user:password@host:587         TLS by STARTTLS, except to this machine itself (localhost, 127.0.0.1, ::1)
//   smtp://localhost?tls=required         ... to this machine, too; tls=none: without it to any
//   smtps://host:465?cacert=/path/ca.pem  TLS from the first byte; the certificate is checked, by the system's
//                                         authorities or those
struct SmtpUrl {
    enum class Tls : quint8 { None, StartTls, AtOnce };
    struct Invalid {
        QString message; // what is allowed
    };
    static std::variant<SmtpUrl, Invalid> parse(const QString &text);

    QString forLogs() const; // without the password
    QString forConnecting() const; // without user and password
    bool operator==(const SmtpUrl &) const = default;

    QString host;
    int port = 587;
    Tls tls = Tls::StartTls;
    QString authorities; // a file with certificates; empty: the system's
    QString user; // empty: no login
    QString password;
};

} // namespace signalbox::mail
