// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <variant>

namespace signalbox::redis {

// Where a Redis is. A value.
//   redis://user:password@host:6379/0     all but the scheme may be left out
//   rediss://host?cacert=/path/ca.pem     by TLS; its certificate is checked, by the system's authorities or those
//   unix:///run/redis.sock?db=1           by a Unix socket; unix://user:password@/run/redis.sock
struct RedisUrl {
    struct Invalid {
        QString message; // what is allowed
    };
    static std::variant<RedisUrl, Invalid> parse(const QString &text);

    QString forLogs() const; // without the password
    bool operator==(const RedisUrl &) const = default;

    QString path; // of the Unix socket, absolute; then there is no host
    QString host;
    int port = 6379;
    bool isEncrypted = false;
    QString authorities; // a file with certificates; empty: the system's
    QString user; // empty: the default one
    QString password; // empty: none
    int database = 0;
};

} // namespace signalbox::redis
