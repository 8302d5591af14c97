// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "redis/private_server.h"

#include "redis/clients.h"
#include "redis/private_server_keeper.h"

namespace signalbox::redis {

using namespace Qt::Literals::StringLiterals;

PrivateServer::PrivateServer(const Settings &settings)
    : m_keeper(std::make_unique<PrivateServerKeeper>(settings))
{
    if (settings.changed)
        settings.changed(status());
    m_thread.setObjectName(u"redis keeper"_s);
    m_keeper->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::started, m_keeper.get(), &PrivateServerKeeper::begin);
    QObject::connect(m_keeper.get(), &PrivateServerKeeper::stopped, &m_thread, &QThread::quit, Qt::DirectConnection);
    m_thread.start();
}

PrivateServer::~PrivateServer()
{
    stop();
}

void PrivateServer::stop()
{
    QMetaObject::invokeMethod(m_keeper.get(), &PrivateServerKeeper::stop, Qt::QueuedConnection);
    m_thread.wait();
}

PrivateServer::Status PrivateServer::status() const
{
    return m_keeper->status();
}

// While it starts again, clients find out by themselves when it is there.
void follow(Clients &clients, const PrivateServer::Status &status)
{
    switch (status.state) {
    case PrivateServer::State::Starting:
        return clients.setUnavailable(State::Kind::Starting, u"the private Redis starts"_s, status.hint);
    case PrivateServer::State::Up:
        return clients.setTarget(status.url);
    case PrivateServer::State::Restarting:
        return;
    case PrivateServer::State::Missing:
        return clients.setUnavailable(State::Kind::Missing, status.error, status.hint);
    case PrivateServer::State::Failed:
        return clients.setUnavailable(State::Kind::Down, status.error, status.hint);
    case PrivateServer::State::Stopped:
        return clients.setUnavailable(State::Kind::Down, u"the private Redis was stopped"_s);
    }
}

} // namespace signalbox::redis
