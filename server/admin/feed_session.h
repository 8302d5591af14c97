// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "admin/feed_topic.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <map>
#include <memory>

class QWebSocket;

namespace signalbox::admin {

// What a feed client may take of the server.
struct FeedLimits {
    int clients = 64; // of the whole server: 503
    qint64 messageBytes = 16 * 1024; // of a client's message: closed with 1009
    int messagesPerSecond = 50; // closed with 1008
    qint64 unsentBytes = 1024 * 1024; // what isn't read: batches are dropped and counted
    std::chrono::milliseconds pingInterval{15'000}; // a client silent through two of them is gone
};

// One client of the feed: its subscriptions and the form that it speaks. Reactor thread.
class FeedSession : public QObject {
    Q_OBJECT
public:
    FeedSession(std::unique_ptr<QWebSocket> socket, FeedTopics &topics, const FeedLimits &limits, QObject *parent);
    ~FeedSession() override;

    void close(); // the server goes away: 1001
    void sendAway(); // its token counts no more: 3000 (Unauthorized)

    // Of the handshake; empty once it need not be watched.
    const QByteArray &token() const { return m_token; }
    void forgetToken() { m_token.clear(); }

signals:
    void finished(); // the connection has ended

private:
    struct Subscription {
        std::unique_ptr<QObject> source;
        qint64 lost = 0; // batches since the last one that was sent
    };

    void receive(const FeedMessage &message);
    void follow(const Subscribe &request);
    void follow(const Unsubscribe &request);
    void follow(const FeedError &error);
    void deliver(const QString &topic, const QCborMap &data, qint64 lost);
    void send(const QCborMap &message);
    bool isBehind() const;
    bool isFlooding();
    void checkLiveness();

    std::unique_ptr<QWebSocket> m_socket;
    FeedTopics &m_topics;
    FeedLimits m_limits;
    bool m_binary = false;
    QByteArray m_token;
    std::map<QString, Subscription> m_subscriptions;
    QTimer m_ping;
    int m_unanswered = 0; // pings since anything came
    QElapsedTimer m_second; // for messagesPerSecond
    int m_messages = 0;
};

} // namespace signalbox::admin
