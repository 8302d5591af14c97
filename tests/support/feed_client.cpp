// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/feed_client.h"

#include <QCborValue>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkRequest>
#include <QTest>
#include <QWebSocketHandshakeOptions>

namespace signalbox::test {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int patienceMs = 10'000;

QUrl feedUrl(QUrl url)
{
    url.setScheme(url.scheme() == "https"_L1 ? u"wss"_s : u"ws"_s);
    url.setPath(u"/admin/feed"_s);
    return url;
}

} // namespace

FeedClient::FeedClient(const QUrl &server, const Options &options)
    : m_socket(QString::fromLatin1(options.origin))
{
    QObject::connect(&m_socket, &QWebSocket::textMessageReceived, &m_socket, [this](const QString &text) {
        m_messages.append(QCborMap::fromJsonObject(QJsonDocument::fromJson(text.toUtf8()).object()));
    });
    QObject::connect(&m_socket, &QWebSocket::binaryMessageReceived, &m_socket,
                     [this](const QByteArray &bytes) { m_messages.append(QCborValue::fromCbor(bytes).toMap()); });
    QNetworkRequest request(feedUrl(server));
    if (!options.authorization.isEmpty())
        request.setRawHeader("Authorization", options.authorization);
    QWebSocketHandshakeOptions handshake;
    handshake.setSubprotocols(options.subprotocols);
    m_socket.open(request, handshake);
}

bool FeedClient::isOpen()
{
    const auto settled = [this] {
        return m_socket.state() == QAbstractSocket::ConnectedState
            || m_socket.state() == QAbstractSocket::UnconnectedState;
    };
    return QTest::qWaitFor(settled, patienceMs) && m_socket.state() == QAbstractSocket::ConnectedState;
}

int FeedClient::closeCode()
{
    const auto closed = [this] { return m_socket.state() == QAbstractSocket::UnconnectedState; };
    return QTest::qWaitFor(closed, patienceMs) ? int(m_socket.closeCode()) : 0;
}

void FeedClient::send(const QCborMap &message)
{
    if (m_socket.subprotocol() == "signalbox.v1.cbor"_L1)
        m_socket.sendBinaryMessage(QCborValue(message).toCbor());
    else
        m_socket.sendTextMessage(QString::fromUtf8(QJsonDocument(message.toJsonObject()).toJson()));
}

QCborMap FeedClient::next(const std::function<bool(const QCborMap &)> &wanted)
{
    QCborMap found;
    const auto arrived = [&] {
        while (!m_messages.isEmpty()) {
            const QCborMap message = m_messages.takeFirst();
            if (wanted(message)) {
                found = message;
                return true;
            }
        }
        return false;
    };
    return QTest::qWaitFor(arrived, patienceMs) ? found : QCborMap();
}

QCborMap FeedClient::nextOf(const QString &topic)
{
    return next([&](const QCborMap &message) { return message.value("topic"_L1).toString() == topic; });
}

QCborMap FeedClient::nextError()
{
    return next([](const QCborMap &message) { return message.contains("error"_L1); });
}

} // namespace signalbox::test
