// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "audit/actor.h"
#include "auth/token_ender.h"
#include "users/user_change.h"

#include <QByteArrayList>

#include <optional>

namespace signalbox::store {
class Connection;
}

namespace signalbox::users {

// The steps of changing users inside one transaction, with all that follows: sessions, tokens, the audit log. Inside a
// piece of the pool's work, on its thread. Refusals (AppError) come before anything is written.
class UserChanges {
public:
    UserChanges(store::Connection &connection, auth::TokenEnder ender, std::chrono::milliseconds refreshLife,
                std::optional<audit::Actor> actor);

    User create(const User &user);
    User change(const QByteArray &id, const UserChange &change);
    void remove(const QByteArray &id);
    void revokeSession(const QByteArray &userId, const QByteArray &sessionId);
    void revokeSessions(const QByteArray &userId);
    User noteImpersonation(const QByteArray &userId);

    // Ends the tokens that the steps ended: the last of the transaction, since others can't end any from here to the
    // commit, and so that none was issued meanwhile. To be applied after the commit.
    QList<auth::TokenDenial> endTokens();

    // Of whom the steps changed something that others see.
    const QByteArrayList &changedUsers() const { return m_changed; }

private:
    User locked(const QByteArray &id);
    void checkLastAdmin(const QByteArray &id, bool staysEnabledAdmin);
    void note(const QString &action, const User &target, const Difference &difference = {});

    store::Connection &m_connection;
    auth::TokenEnder m_ender;
    std::chrono::milliseconds m_refreshLife;
    std::optional<audit::Actor> m_actor;
    qint64 m_now;
    struct Ended {
        QByteArray userId;
        QByteArray sessionId; // empty: all of the user
    };
    QList<Ended> m_ended;
    QByteArrayList m_changed;
};

} // namespace signalbox::users
