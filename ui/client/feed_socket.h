// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QCborMap>
#include <QObject>
#include <QTimer>

#include <memory>

class QSslCertificate;
class QWebSocket;

namespace signalbox::ui {

struct Endpoint;

// One connection of the live feed, from its handshake to its end; it says once that it ended, and how. Main thread.
// A message over 16 MiB, silence for 15 s, or a handshake that takes 10 s counts as lost.
class FeedSocket : public QObject {
    Q_OBJECT
public:
    explicit FeedSocket(const Endpoint &endpoint);
    ~FeedSocket() override;

    void send(const QCborMap &message); // dropped while it isn't open

signals:
    void opened();
    void received(const QCborMap &message);
    void tokenEnded(); // the server takes the token no more
    void lost(const QString &why); // for a person

private:
    void pin(const QSslCertificate &certificate);
    void take(const QByteArray &message);
    void watch();
    void end();

    std::unique_ptr<QWebSocket> m_socket;
    QTimer m_handshake;
    QTimer m_ping;
    qint64 m_lastHeardMs = 0;
};

} // namespace signalbox::ui
