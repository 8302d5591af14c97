// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDir>
#include <QLocalServer>
#include <QLocalSocket>
#include <QSemaphore>
#include <QTemporaryDir>
#include <QThread>
#include <QTimer>

#include <memory>

namespace signalbox::test {

// Between clients and a PostgreSQL server on Unix sockets. As soon as a client says certain words, nobody is answered
// any more and nothing is closed, as by a server that is frozen just then. Any thread; it has one of its own.
class FreezingProxy {
public:
    FreezingProxy(const QString &serverFolder, const QByteArray &words)
        : m_server(QDir(serverFolder).filePath(socketName()))
        , m_words(words)
    {
        m_thread.start();
        m_context->moveToThread(&m_thread);
        onThread([this] { listen(); });
    }

    ~FreezingProxy()
    {
        onThread([this] { delete m_context; });
        m_thread.quit();
        m_thread.wait();
    }

    QString folder() const { return m_folder.path(); } // for the clients, instead of the server's
    bool isFrozen() { return m_frozen.tryAcquire(1, 20'000); } // waits for it
    // What still waits for it by then comes back, so that a test of it fails instead of hanging.
    static constexpr int meltsAfter = 30'000;

private:
    static QString socketName() { return QStringLiteral(".s.PGSQL.5432"); }

    template <typename Work> void onThread(Work work)
    {
        QMetaObject::invokeMethod(m_context, work, Qt::BlockingQueuedConnection);
    }

    void listen()
    {
        m_listener = new QLocalServer(m_context);
        QObject::connect(m_listener, &QLocalServer::newConnection, m_context, [this] { accept(); });
        if (!m_listener->listen(m_folder.filePath(socketName())))
            qFatal("the proxy can't listen");
    }

    void accept()
    {
        QLocalSocket *client = m_listener->nextPendingConnection();
        if (m_isFrozen)
            return;
        auto *server = new QLocalSocket(client);
        server->connectToServer(m_server);
        QObject::connect(client, &QLocalSocket::readyRead, server, [=, this] { passOn(client->readAll(), server); });
        QObject::connect(server, &QLocalSocket::readyRead, client, [=, this] { passOn(server->readAll(), client); });
        QObject::connect(client, &QLocalSocket::disconnected, client, &QObject::deleteLater);
        QObject::connect(server, &QLocalSocket::disconnected, client, &QLocalSocket::disconnectFromServer);
    }

    void passOn(const QByteArray &bytes, QLocalSocket *receiver)
    {
        if (!m_isFrozen && bytes.contains(m_words))
            freeze();
        if (!m_isFrozen)
            receiver->write(bytes);
    }

    void freeze()
    {
        m_isFrozen = true;
        m_frozen.release();
        QTimer::singleShot(meltsAfter, m_context, [this] {
            for (QLocalSocket *client : m_listener->findChildren<QLocalSocket *>(Qt::FindDirectChildrenOnly))
                client->abort();
        });
    }

    const QString m_server;
    const QByteArray m_words;
    QTemporaryDir m_folder;
    QThread m_thread;
    QObject *m_context = new QObject; // what follows lives on the thread
    QLocalServer *m_listener = nullptr;
    bool m_isFrozen = false;
    QSemaphore m_frozen;
};

} // namespace signalbox::test
