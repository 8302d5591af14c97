// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QCborMap>
#include <QList>
#include <QString>
#include <QWebSocket>

#include <functional>

namespace signalbox::test {

// A feed client that keeps what it is told. Waits run the event loop.
class FeedClient {
public:
    struct Options {
        QStringList subprotocols;
        QByteArray authorization; // empty: none
        QByteArray origin;
    };
    FeedClient(const QUrl &server, const Options &options);

    bool isOpen(); // within 10 s
    int closeCode(); // once it is closed, within 10 s; 0 when it isn't
    void send(const QCborMap &message); // in the form that was negotiated
    void sendText(const QString &text) { m_socket.sendTextMessage(text); }
    // The first message not taken yet of which `wanted` is true; those before it are dropped. Empty after 10 s.
    QCborMap next(const std::function<bool(const QCborMap &)> &wanted);
    QCborMap nextOf(const QString &topic); // of that topic
    QCborMap nextError();
    QList<QCborMap> &messages() { return m_messages; }
    QWebSocket &socket() { return m_socket; }

private:
    QWebSocket m_socket;
    QList<QCborMap> m_messages;
};

} // namespace signalbox::test
