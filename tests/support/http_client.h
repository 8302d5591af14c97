// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QCborMap>
#include <QJsonObject>
#include <QList>
#include <QTcpSocket>
#include <QUrl>

#include <optional>
#include <utility>

namespace signalbox::test {

using Fields = QList<std::pair<QByteArray, QByteArray>>;

// An answer as it came over the wire.
struct Answer {
    int status = 0; // 0: none came
    Fields headers;
    QByteArray body;

    QByteArray header(const QByteArray &name) const;
    QJsonObject json() const;
    QCborMap cbor() const;
};

// One connection, byte by byte as a test wants it. Waits run the event loop, where the server's lifecycle lives.
class HttpClient {
public:
    explicit HttpClient(const QUrl &server);

    void send(const QByteArray &bytes);
    void request(const QByteArray &method, const QByteArray &target, const Fields &fields = {},
                 const QByteArray &body = {});
    Answer read(); // the next one; status 0 when none comes within 10 s, or the connection ends
    Answer ask(const QByteArray &method, const QByteArray &target, const Fields &fields = {},
               const QByteArray &body = {});
    bool isClosed(); // by the server, within 10 s
    QTcpSocket &socket() { return m_socket; }

private:
    std::optional<Answer> take();
    bool takeBody(Answer &answer, qsizetype headSize);

    QTcpSocket m_socket;
    QByteArray m_received;
};

} // namespace signalbox::test
