// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "admin/feed_session.h"
#include "admin/feed_topic.h"

#include <QCoro/QCoroTask>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <atomic>
#include <memory>

class QTcpSocket;
class QWebSocket;
class QWebSocketServer;

namespace signalbox::admin {

class Authenticator;

// The live feed of one reactor: takes sockets that ask for it and keeps their sessions. Reactor thread.
class Feed : public QObject {
    Q_OBJECT
public:
    // `clientCount` is the server's, shared by all its feeds: the limit on clients is over all of them.
    Feed(FeedTopics topics, FeedLimits limits, std::shared_ptr<std::atomic<int>> clientCount,
         QObject *parent = nullptr);
    ~Feed() override;

    // Sends away those whose token `authenticator` no longer takes for an admin's, within half a second.
    void watchTokens(std::shared_ptr<const Authenticator> authenticator);

    bool hasRoom() const;
    void accept(std::unique_ptr<QTcpSocket> socket); // its handshake still unread in it
    // Says goodbye to all clients (1001) and takes no more; closed() follows, within a second.
    void close();

signals:
    void closed();

private:
    void open();
    void add(std::unique_ptr<QWebSocket> socket);
    void remove(FeedSession *session);
    QList<FeedSession *> sessions() const;
    void checkTokens();
    static QCoro::Task<> checkToken(std::shared_ptr<const Authenticator> authenticator, QPointer<FeedSession> session);

    FeedTopics m_topics;
    FeedLimits m_limits;
    std::shared_ptr<std::atomic<int>> m_clientCount;
    QWebSocketServer *m_server;
    int m_sessions = 0;
    std::shared_ptr<const Authenticator> m_authenticator;
    QTimer m_tokenCheck; // runs while a session's token may end
    bool m_closing = false;
};

} // namespace signalbox::admin
