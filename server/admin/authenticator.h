// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QCoro/QCoroTask>

#include <optional>

namespace signalbox::admin {

// Who holds a token.
struct Identity {
    QByteArray user; // shown in records and logs
    bool isAdmin = false;
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

} // namespace signalbox::admin
