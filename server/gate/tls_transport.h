// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gate/transport.h"

#include <QObject>
#include <QSslConfiguration>
#include <QSslSocket>

namespace signalbox::gate {

// A TLS connection by QSslSocket, its buffers bounded both ways.
class TlsTransport final : public QObject, public Transport {
    Q_OBJECT
public:
    // Takes the descriptor over and starts the handshake.
    TlsTransport(int descriptor, const QSslConfiguration &configuration, TransportEvents &events);
    ~TlsTransport() override;

    bool isReady() const override;
    qint64 read(char *into, qint64 size) override;
    qint64 write(QByteArrayView bytes) override;
    void setReading(bool on) override;
    void setWriting(bool on) override;
    qint64 undelivered() const override;
    bool shutdownWrite() override;
    void close() override;
    void reset() override;
    std::unique_ptr<QTcpSocket> release(QByteArrayView unread) override;

private:
    void tellReadable();
    void tellWritable();
    void tellBroken();
    qint64 buffered() const;

    std::unique_ptr<QSslSocket> m_socket;
    TransportEvents &m_events;
    bool m_reading = true;
    bool m_writing = false;
    bool m_closed = false;
};

} // namespace signalbox::gate
