// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/sign_out.h"

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto Patience = 2s;

Endpoint addressOf(const Endpoint &server)
{
    Endpoint address;
    address.url = server.url;
    address.certificate = server.certificate;
    return address;
}

} // namespace

SignOut::SignOut(const Endpoint &server, const QByteArray &refreshToken, QObject *parent)
    : QObject(parent)
    , m_client(addressOf(server))
{
    connect(&m_patience, &QTimer::timeout, this, &SignOut::end);
    m_patience.setSingleShot(true);
    m_patience.start(Patience);
    m_client.post(u"/auth/logout"_s, {{"refreshToken"_L1, QString::fromLatin1(refreshToken)}}, this,
                  [this](const AdminClient::Answer &) { end(); });
}

void SignOut::end()
{
    m_patience.stop();
    m_client.disconnect(this);
    emit finished();
    deleteLater();
}

} // namespace signalbox::ui
