// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/feed_session.h"

#include "admin/feed_protocol.h"
#include "admin/require_admin.h"

#include <QCborValue>
#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkRequest>
#include <QWebSocket>

namespace signalbox::admin {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr quint16 closeUnauthorized = 3000; // of IANA's registry of WebSocket close codes

// Qt's enumeration ends before the registered codes; Qt itself makes of it whatever code a peer sends.
QWebSocketProtocol::CloseCode registeredCode(quint16 code)
{
    return static_cast<QWebSocketProtocol::CloseCode>(code);
}

QByteArray tokenOf(const QNetworkRequest &handshake)
{
    return webSocketToken(handshake.rawHeader("Authorization"), handshake.rawHeader("Sec-WebSocket-Protocol"));
}

} // namespace

FeedSession::FeedSession(std::unique_ptr<QWebSocket> socket, FeedTopics &topics, const FeedLimits &limits,
                         QObject *parent)
    : QObject(parent)
    , m_socket(std::move(socket))
    , m_topics(topics)
    , m_limits(limits)
    , m_binary(m_socket->subprotocol() == cborSubprotocol)
    , m_token(tokenOf(m_socket->request()))
{
    m_socket->setMaxAllowedIncomingMessageSize(quint64(m_limits.messageBytes));
    m_socket->setMaxAllowedIncomingFrameSize(quint64(m_limits.messageBytes));
    connect(m_socket.get(), &QWebSocket::textMessageReceived, this,
            [this](const QString &message) { receive(parseFeedText(message)); });
    connect(m_socket.get(), &QWebSocket::binaryMessageReceived, this,
            [this](const QByteArray &message) { receive(parseFeedBinary(message)); });
    connect(m_socket.get(), &QWebSocket::disconnected, this, &FeedSession::finished);
    connect(m_socket.get(), &QWebSocket::pong, this, [this] { m_unanswered = 0; });
    connect(&m_ping, &QTimer::timeout, this, &FeedSession::checkLiveness);
    m_ping.start(m_limits.pingInterval);
    m_second.start();
}

FeedSession::~FeedSession()
{
    m_socket->disconnect(this); // its destructor closes it, which must not reach a half destroyed session
}

void FeedSession::close()
{
    m_subscriptions.clear();
    m_socket->close(QWebSocketProtocol::CloseCodeGoingAway, u"The server is stopping"_s);
}

void FeedSession::sendAway()
{
    m_subscriptions.clear();
    m_token.clear();
    m_socket->close(registeredCode(closeUnauthorized), u"The token has ended"_s);
}

void FeedSession::receive(const FeedMessage &message)
{
    m_unanswered = 0;
    if (isFlooding()) {
        m_socket->close(QWebSocketProtocol::CloseCodePolicyViolated,
                        u"More than %1 messages a second"_s.arg(m_limits.messagesPerSecond));
        return;
    }
    std::visit([this](const auto &content) { follow(content); }, message);
}

void FeedSession::follow(const Subscribe &request)
{
    const auto topic = std::find_if(m_topics.begin(), m_topics.end(),
                                    [&](const auto &candidate) { return candidate->name() == request.topic; });
    if (topic == m_topics.end())
        return follow(FeedError{u"There is no topic \"%1\""_s.arg(request.topic), std::nullopt, 0});
    auto answer = (*topic)->subscribe(request.options, [this, name = request.topic](const QCborMap &data, qint64 lost) {
        deliver(name, data, lost);
    });
    if (const auto *error = std::get_if<FeedError>(&answer))
        return follow(*error);
    m_subscriptions[request.topic].source = std::move(std::get<FeedTopic::Subscription>(answer));
}

void FeedSession::follow(const Unsubscribe &request)
{
    if (m_subscriptions.erase(request.topic) == 0)
        follow(FeedError{u"There is no subscription to \"%1\""_s.arg(request.topic), std::nullopt, 0});
}

void FeedSession::follow(const FeedError &error)
{
    if (!isBehind())
        send(error.toCbor());
}

void FeedSession::deliver(const QString &topic, const QCborMap &data, qint64 lost)
{
    const auto subscription = m_subscriptions.find(topic);
    if (subscription == m_subscriptions.end())
        return;
    subscription->second.lost += lost;
    if (isBehind()) {
        ++subscription->second.lost;
        return;
    }
    QCborMap message{{u"topic"_s, topic}, {u"at"_s, QDateTime::currentMSecsSinceEpoch()}, {u"data"_s, data}};
    if (const qint64 allLost = std::exchange(subscription->second.lost, 0))
        message.insert(u"lost"_s, allLost);
    send(message);
}

void FeedSession::send(const QCborMap &message)
{
    if (m_binary)
        m_socket->sendBinaryMessage(QCborValue(message).toCbor());
    else
        m_socket->sendTextMessage(
            QString::fromUtf8(QJsonDocument(message.toJsonObject()).toJson(QJsonDocument::Compact)));
}

bool FeedSession::isBehind() const
{
    return m_socket->bytesToWrite() > m_limits.unsentBytes;
}

bool FeedSession::isFlooding()
{
    if (m_second.elapsed() >= 1000) {
        m_second.restart();
        m_messages = 0;
    }
    return ++m_messages > m_limits.messagesPerSecond;
}

void FeedSession::checkLiveness()
{
    if (m_unanswered++ >= 2) {
        m_socket->abort();
        return;
    }
    m_socket->ping();
}

} // namespace signalbox::admin
