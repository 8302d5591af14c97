// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "runtime/server.h"
#include "shell/server_control.h"

#include <QSslCertificate>

namespace signalbox::app {

// The server of this process, as the window starts and stops it. A start on another port, or on a free one, is kept
// for the next starts. Main thread.
class EmbeddedServer : public ui::ServerControl {
    Q_OBJECT
public:
    explicit EmbeddedServer(const Server::Settings &settings, QObject *parent = nullptr);

    State state() const override;
    ui::Endpoint endpoint() const override;
    QString errorString() const override;
    bool isPortTaken() const override;
    quint16 port() const override;

    void start() override;
    void startOn(quint16 port) override;
    void stop() override;

private:
    void follow(Server::State state);

    Server m_server;
    QByteArray m_token;
    QSslCertificate m_certificate; // null without TLS
    quint16 m_port;
};

} // namespace signalbox::app
