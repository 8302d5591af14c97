// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/admin_client.h"

#include <QTimer>

namespace signalbox::ui {

// Gets a new access token before the one of a sign-in ends, by its refresh token, which each use replaces. Does nothing
// for an endpoint without one. Main thread.
class TokenRenewal : public QObject {
    Q_OBJECT
public:
    explicit TokenRenewal(Endpoint endpoint, QObject *parent = nullptr);

    bool isPossible() const; // false once the refresh token was refused
    QByteArray refreshToken() const; // the latest; empty when it is not possible
    void renewNow(); // the access token was refused, say after a sleep of the machine

signals:
    void renewed(const QByteArray &token);
    void failed(const QString &why); // the server did not answer, and is asked again
    void ended(); // the refresh token was refused: time to sign in again

private:
    void check();
    void take(const AdminClient::Answer &answer);

    AdminClient m_client;
    QByteArray m_refreshToken;
    qint64 m_dueAtMs;
    QTimer m_clock;
    bool m_underWay = false;
};

} // namespace signalbox::ui
