// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/server_network.h"

#include "client/pinned_certificate.h"

#include <QNetworkReply>

namespace signalbox::ui {

ServerNetwork::ServerNetwork(const QSslCertificate &certificate, QObject *parent)
    : QNetworkAccessManager(parent)
    , m_certificate(certificate)
{
    if (!m_certificate.isNull())
        connect(this, &QNetworkAccessManager::sslErrors, this, &ServerNetwork::check);
}

QNetworkReply *ServerNetwork::createRequest(Operation operation, const QNetworkRequest &request, QIODevice *body)
{
    if (m_certificate.isNull())
        return QNetworkAccessManager::createRequest(operation, request, body);
    QNetworkRequest pinned = request;
    pinned.setSslConfiguration(trustingNobody());
    return QNetworkAccessManager::createRequest(operation, pinned, body);
}

void ServerNetwork::check(QNetworkReply *reply) const
{
    if (reply->sslConfiguration().peerCertificate() == m_certificate)
        reply->ignoreSslErrors();
}

} // namespace signalbox::ui
