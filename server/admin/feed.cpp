// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/feed.h"

#include "admin/authenticator.h"
#include "admin/feed_protocol.h"

#include <QTcpSocket>
#include <QWebSocket>
#include <QWebSocketServer>

namespace signalbox::admin {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::chrono::milliseconds goodbyeTimeout{1000};
constexpr std::chrono::milliseconds tokenCheckInterval{300};

} // namespace

Feed::Feed(FeedTopics topics, FeedLimits limits, std::shared_ptr<std::atomic<int>> clientCount, QObject *parent)
    : QObject(parent)
    , m_topics(std::move(topics))
    , m_limits(limits)
    , m_clientCount(std::move(clientCount))
    // Not secure: what comes over TLS is decrypted by the socket that the gate hands over.
    , m_server(new QWebSocketServer(u"Signalbox"_s, QWebSocketServer::NonSecureMode, this))
{
    m_server->setSupportedSubprotocols({cborSubprotocol, jsonSubprotocol});
    connect(&m_tokenCheck, &QTimer::timeout, this, &Feed::checkTokens);
    connect(m_server, &QWebSocketServer::newConnection, this, &Feed::open);
}

Feed::~Feed()
{
    // While m_topics and the count still live.
    qDeleteAll(sessions());
    *m_clientCount -= m_sessions;
}

void Feed::watchTokens(std::shared_ptr<const Authenticator> authenticator)
{
    m_authenticator = std::move(authenticator);
}

bool Feed::hasRoom() const
{
    return !m_closing && *m_clientCount < m_limits.clients;
}

void Feed::accept(std::unique_ptr<QTcpSocket> socket)
{
    m_server->handleConnection(socket.release());
}

void Feed::close()
{
    m_closing = true;
    for (FeedSession *session : sessions())
        session->close();
    if (m_sessions == 0) {
        emit closed();
        return;
    }
    QTimer::singleShot(goodbyeTimeout, this, [this] {
        for (FeedSession *session : sessions())
            remove(session);
    });
}

void Feed::open()
{
    while (m_server->hasPendingConnections()) {
        std::unique_ptr<QWebSocket> socket(m_server->nextPendingConnection());
        socket->setParent(nullptr);
        add(std::move(socket));
    }
}

void Feed::add(std::unique_ptr<QWebSocket> socket)
{
    auto *session = new FeedSession(std::move(socket), m_topics, m_limits, this);
    ++m_sessions;
    ++*m_clientCount;
    connect(session, &FeedSession::finished, this, [this, session] { remove(session); });
    if (m_closing)
        session->close();
    else if (m_authenticator && !m_tokenCheck.isActive())
        m_tokenCheck.start(tokenCheckInterval);
}

void Feed::remove(FeedSession *session)
{
    session->disconnect(this);
    session->setParent(nullptr); // no longer one of sessions()
    session->deleteLater(); // it may be in the middle of telling
    --m_sessions;
    --*m_clientCount;
    if (m_closing && m_sessions == 0)
        emit closed();
}

void Feed::checkTokens()
{
    bool areWatched = false;
    for (FeedSession *session : sessions()) {
        if (session->token().isEmpty())
            continue;
        areWatched = true;
        checkToken(m_authenticator, session);
    }
    if (!areWatched)
        m_tokenCheck.stop();
}

QCoro::Task<> Feed::checkToken(std::shared_ptr<const Authenticator> authenticator, QPointer<FeedSession> session)
{
    const auto holder = co_await authenticator->identify(session->token());
    if (!session)
        co_return;
    if (!holder || !holder->isAdmin)
        session->sendAway();
    else if (!holder->account)
        session->forgetToken(); // the run token's end is the server's
}

QList<FeedSession *> Feed::sessions() const
{
    return findChildren<FeedSession *>(Qt::FindDirectChildrenOnly);
}

} // namespace signalbox::admin
