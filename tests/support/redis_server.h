// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "redis/redis_url.h"

#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

namespace signalbox::test {

// A redis-server of a test's own, in a temporary folder; gone with it.
class RedisServer {
public:
    enum class By { Socket, Tcp, Tls };
    explicit RedisServer(QStringList options = {}, By by = By::Socket); // "--maxmemory", "2mb"; it isn't started yet
    ~RedisServer();
    RedisServer(const RedisServer &) = delete;
    RedisServer &operator=(const RedisServer &) = delete;

    bool start(); // and waits until it answers; again after kill() too
    bool launch(); // likewise, and doesn't wait
    void kill(); // as kill -9 does, and waits
    void shutDown(); // as SHUTDOWN does, keeping nothing, and waits
    void freeze(); // it hangs
    void thaw();
    void setOptions(QStringList options) { m_options = std::move(options); } // for the next start

    redis::RedisUrl url() const;
    QString folder() const { return m_folder.path(); }
    quint16 port() const { return m_port; }

    // By a connection of redis-cli's own: what it prints, without the last end of line.
    QByteArray run(const QStringList &words) const;
    static QByteArray run(const redis::RedisUrl &url, const QStringList &words);
    qint64 number(const QByteArray &section, const QByteArray &field) const; // of INFO

private:
    QStringList arguments() const;

    QTemporaryDir m_folder;
    QStringList m_options;
    By m_by;
    quint16 m_port = 0;
    QProcess m_process;
};

} // namespace signalbox::test
