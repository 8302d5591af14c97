// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "embedded_server.h"

namespace signalbox::app {

namespace {

ui::ServerControl::State stateOf(Server::State state)
{
    switch (state) {
    case Server::State::Stopped:
        return ui::ServerControl::State::Stopped;
    case Server::State::Starting:
        return ui::ServerControl::State::Starting;
    case Server::State::Listening:
        return ui::ServerControl::State::Listening;
    case Server::State::Draining:
        return ui::ServerControl::State::Draining;
    }
    Q_UNREACHABLE();
}

} // namespace

EmbeddedServer::EmbeddedServer(const Server::Settings &settings, QObject *parent)
    : ServerControl(parent)
    , m_server(settings)
    , m_token(settings.adminToken)
    , m_certificate(settings.tls ? settings.tls->localCertificate() : QSslCertificate())
    , m_port(settings.port)
{
    connect(&m_server, &Server::stateChanged, this, &EmbeddedServer::follow);
    connect(&m_server, &Server::draining, this, &EmbeddedServer::draining);
    connect(&m_server, &Server::stopped, this, &EmbeddedServer::stopped);
}

EmbeddedServer::State EmbeddedServer::state() const
{
    return stateOf(m_server.state());
}

ui::Endpoint EmbeddedServer::endpoint() const
{
    return ui::Endpoint::thisMachine(m_server.url(), m_token, m_certificate);
}

QString EmbeddedServer::errorString() const
{
    return m_server.errorString();
}

bool EmbeddedServer::isPortTaken() const
{
    return m_server.isPortTaken();
}

quint16 EmbeddedServer::port() const
{
    return m_port;
}

void EmbeddedServer::start()
{
    startOn(m_port);
}

void EmbeddedServer::startOn(quint16 port)
{
    if (m_server.state() != Server::State::Stopped)
        return;
    m_port = port;
    m_server.setPort(port);
    m_server.start();
}

void EmbeddedServer::follow(Server::State state)
{
    if (state == Server::State::Listening)
        m_port = quint16(m_server.url().port());
    emit stateChanged(stateOf(state));
}

void EmbeddedServer::stop()
{
    m_server.stop();
}

} // namespace signalbox::app
