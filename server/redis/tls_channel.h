// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "redis/channel.h"

#include <QSslSocket>

#include <memory>

namespace signalbox::redis {

// A socket of Qt's that is encrypted.
class TlsChannel : public Channel {
public:
    TlsChannel(std::unique_ptr<QSslSocket> socket, ChannelUser &user);
    ~TlsChannel() override;
    TlsChannel(const TlsChannel &) = delete;
    TlsChannel &operator=(const TlsChannel &) = delete;

    void write(QByteArrayView bytes) override;
    qsizetype unsent() const override;
    qsizetype read(char *bytes, qsizetype size) override;
    QString errorString() const override { return m_socket->errorString(); }

private:
    std::unique_ptr<QSslSocket> m_socket;
    bool m_isClosed = false;
};

} // namespace signalbox::redis
