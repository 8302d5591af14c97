// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/identity.h"

#include <QByteArray>
#include <QCoro/QCoroTask>

#include <memory>
#include <optional>

namespace signalbox::auth {
class Authentication;
}

namespace signalbox::admin {

// Who holds a token.
struct Identity {
    QByteArray user; // shown in records and logs
    bool isAdmin = false;
    std::optional<http::Identity> account; // of a user, whose access token it is
};

// Knows whose a bearer token is. Reactor threads, several at once.
class Authenticator {
public:
    virtual ~Authenticator() = default;

    // Nothing when the token is nobody's.
    virtual QCoro::Task<std::optional<Identity>> identify(QByteArray token) const = 0;
};

// Knows the one token of this run. Its answer takes the same time however much of a wrong token is right.
class RunTokenAuthenticator : public Authenticator {
public:
    explicit RunTokenAuthenticator(const QByteArray &token);
    QCoro::Task<std::optional<Identity>> identify(QByteArray token) const override;

private:
    QByteArray m_digest;
};

// Knows the run token, and the access tokens of users. One for each reactor, on its thread.
class AccountAuthenticator : public Authenticator {
public:
    AccountAuthenticator(std::shared_ptr<const Authenticator> runToken,
                         std::shared_ptr<auth::Authentication> authentication);
    QCoro::Task<std::optional<Identity>> identify(QByteArray token) const override;

private:
    std::shared_ptr<const Authenticator> m_runToken;
    std::shared_ptr<auth::Authentication> m_authentication;
};

} // namespace signalbox::admin
