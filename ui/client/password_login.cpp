// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/password_login.h"

#include "client/sign_out.h"

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

QString whyRefused(const AdminClient::Answer &answer, const QString &server)
{
    switch (answer.status) {
    case 401:
        return QObject::tr("The email or the password is wrong.");
    case 403:
        return QObject::tr("This account is disabled. Another admin can enable it.");
    case 404:
        return QObject::tr("%1 has no accounts. Attach with its admin token.").arg(server);
    case 429:
        return QObject::tr("Too many attempts that failed. Try again in %1 s.").arg(answer.retryAfterSeconds);
    default:
        return answer.error;
    }
}

} // namespace

PasswordLogin::PasswordLogin(QObject *parent)
    : QObject(parent)
{
}

PasswordLogin::~PasswordLogin() = default;

void PasswordLogin::start(const Endpoint &server, const QString &email, const QString &password)
{
    Endpoint endpoint = server;
    endpoint.token.clear();
    m_email = email;
    m_client = std::make_unique<AdminClient>(endpoint);
    m_client->post(u"/auth/login"_s, {{"email"_L1, email}, {"password"_L1, password}}, m_client.get(),
                   [this](const AdminClient::Answer &answer) { take(answer); });
}

void PasswordLogin::take(const AdminClient::Answer &answer)
{
    Endpoint endpoint = m_client->endpoint();
    if (!answer.ok())
        return emit refused(whyRefused(answer, endpoint.url.authority()));
    const QCborMap &body = answer.body;
    endpoint.email = m_email;
    endpoint.token = body.value("token"_L1).toString().toLatin1();
    endpoint.refreshToken = body.value("refreshToken"_L1).toString().toLatin1();
    endpoint.tokenEndsAtMs = QDateTime::currentMSecsSinceEpoch() + body.value("expiresIn"_L1).toInteger() * 1000;
    const QString role = body.value("user"_L1).toMap().value("role"_L1).toString();
    if (role == "admin"_L1)
        return emit signedIn(endpoint);
    new SignOut(endpoint, endpoint.refreshToken, this); // a session that nobody uses must not stay in their list
    emit refused(tr("%1 is no admin (role %2), and only admins may watch a server.").arg(m_email, role));
}

} // namespace signalbox::ui
