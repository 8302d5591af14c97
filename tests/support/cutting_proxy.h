// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "redis/redis_url.h"

#include <QLocalServer>
#include <QLocalSocket>
#include <QTemporaryDir>

#include <memory>
#include <optional>

namespace signalbox::test {

// Between a client and a server on Unix sockets: passes bytes on until it is told to do them harm. One thread.
class CuttingProxy {
public:
    explicit CuttingProxy(redis::RedisUrl server)
        : m_server(std::move(server))
    {
        QObject::connect(&m_listener, &QLocalServer::newConnection, &m_listener, [this] { accept(); });
        if (!m_listener.listen(url().path))
            qFatal("the proxy can't listen");
    }

    redis::RedisUrl url() const
    {
        redis::RedisUrl url;
        url.path = m_folder.filePath(QStringLiteral("proxy.sock"));
        return url;
    }

    // After so many more bytes of the server's the connection is closed; once.
    void cutAfter(qsizetype bytes) { m_left = bytes; }
    // The next that the server sends is replaced; once.
    void replaceBy(const QByteArray &bytes) { m_replacement = bytes; }
    int connections() const { return m_connections; }

private:
    void accept()
    {
        ++m_connections;
        QLocalSocket *client = m_listener.nextPendingConnection();
        auto *server = new QLocalSocket(client);
        server->connectToServer(m_server.path);
        QObject::connect(client, &QLocalSocket::readyRead, server, [=] { server->write(client->readAll()); });
        QObject::connect(client, &QLocalSocket::disconnected, client, &QObject::deleteLater);
        QObject::connect(server, &QLocalSocket::readyRead, client, [=, this] { passOn(server->readAll(), client); });
        QObject::connect(server, &QLocalSocket::disconnected, client, &QLocalSocket::disconnectFromServer);
    }

    void passOn(const QByteArray &bytes, QLocalSocket *client)
    {
        const QByteArray passed = m_replacement ? *std::exchange(m_replacement, std::nullopt) : bytes;
        client->write(m_left ? passed.left(*m_left) : passed);
        if (!m_left)
            return;
        *m_left -= passed.size();
        if (*m_left > 0)
            return;
        m_left.reset();
        client->flush();
        client->abort();
    }

    const redis::RedisUrl m_server;
    QTemporaryDir m_folder;
    QLocalServer m_listener;
    std::optional<qsizetype> m_left;
    std::optional<QByteArray> m_replacement;
    int m_connections = 0;
};

} // namespace signalbox::test
