// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/feed_socket.h"

#include "client/endpoint.h"
#include "client/pinned_certificate.h"

#include <QCborValue>
#include <QDateTime>
#include <QNetworkRequest>
#include <QSslSocket>
#include <QWebSocket>
#include <QWebSocketHandshakeOptions>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

constexpr quint64 MaxMessageBytes = 16 * 1024 * 1024;
constexpr auto HandshakeTimeout = 10s;
constexpr auto PingInterval = 5s;
constexpr qint64 MaxSilenceMs = 15'000;
constexpr int Unauthorized = 3000; // of IANA's registry of WebSocket close codes

QUrl feedUrl(const QUrl &server)
{
    QUrl url = server;
    url.setScheme(server.scheme() == "https"_L1 ? u"wss"_s : u"ws"_s);
    const QString path = server.path();
    url.setPath(path.chopped(path.endsWith('/'_L1) ? 1 : 0) + "/admin/feed"_L1);
    return url;
}

QString whyClosed(const QWebSocket &socket)
{
    const QString said = socket.closeReason();
    return said.isEmpty() ? FeedSocket::tr("The server closed the connection.")
                          : FeedSocket::tr("The server closed it: %1.").arg(said);
}

} // namespace

FeedSocket::FeedSocket(const Endpoint &endpoint)
    : m_socket(std::make_unique<QWebSocket>())
{
    m_socket->setMaxAllowedIncomingFrameSize(MaxMessageBytes);
    m_socket->setMaxAllowedIncomingMessageSize(MaxMessageBytes);
    connect(m_socket.get(), &QWebSocket::connected, this, [this] {
        m_handshake.stop();
        m_lastHeardMs = QDateTime::currentMSecsSinceEpoch();
        m_ping.start(PingInterval);
        emit opened();
    });
    connect(m_socket.get(), &QWebSocket::binaryMessageReceived, this, &FeedSocket::take);
    connect(m_socket.get(), &QWebSocket::pong, this, [this] { m_lastHeardMs = QDateTime::currentMSecsSinceEpoch(); });
    connect(m_socket.get(), &QWebSocket::disconnected, this, &FeedSocket::end);
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    const auto failed = &QWebSocket::errorOccurred;
#else
    const auto failed = QOverload<QAbstractSocket::SocketError>::of(&QWebSocket::error);
#endif
    connect(m_socket.get(), failed, this,
            [this] { emit lost(tr("The feed broke: %1.").arg(m_socket->errorString())); });
    connect(&m_handshake, &QTimer::timeout, this,
            [this] { emit lost(tr("The feed did not open within 10 seconds.")); });
    connect(&m_ping, &QTimer::timeout, this, &FeedSocket::watch);
    if (!endpoint.certificate.isNull())
        pin(endpoint.certificate);
    m_handshake.setSingleShot(true);
    m_handshake.start(HandshakeTimeout);
    QNetworkRequest request(feedUrl(endpoint.url));
    request.setRawHeader("Authorization"_ba, "Bearer " + endpoint.token);
    QWebSocketHandshakeOptions options;
    options.setSubprotocols({u"signalbox.v1.cbor"_s});
    m_socket->open(request, options);
}

FeedSocket::~FeedSocket()
{
    m_socket->disconnect(this);
    m_socket->abort();
}

void FeedSocket::send(const QCborMap &message)
{
    if (m_socket->isValid())
        m_socket->sendBinaryMessage(message.toCborValue().toCbor());
}

// The socket beneath knows what the server has shown; QWebSocket does not tell. Without it the server is refused.
void FeedSocket::pin(const QSslCertificate &certificate)
{
    m_socket->setSslConfiguration(trustingNobody());
    connect(m_socket.get(), &QWebSocket::sslErrors, this, [this, certificate] {
        const auto *beneath = m_socket->findChild<QSslSocket *>();
        if (beneath && beneath->peerCertificate() == certificate)
            m_socket->ignoreSslErrors();
    });
}

void FeedSocket::take(const QByteArray &message)
{
    m_lastHeardMs = QDateTime::currentMSecsSinceEpoch();
    emit received(QCborValue::fromCbor(message).toMap());
}

void FeedSocket::watch()
{
    if (QDateTime::currentMSecsSinceEpoch() - m_lastHeardMs > MaxSilenceMs)
        emit lost(tr("Nothing came from the server for 15 seconds."));
    else
        m_socket->ping();
}

void FeedSocket::end()
{
    if (int(m_socket->closeCode()) == Unauthorized)
        emit tokenEnded();
    else
        emit lost(whyClosed(*m_socket));
}

} // namespace signalbox::ui
