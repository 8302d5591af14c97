// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/admin_client.h"

#include <QTimer>

namespace signalbox::ui {

// Ends a sign-in on its server, so that it isn't left in the list of that admin's sessions, and then deletes itself.
// A server that doesn't answer within two seconds is left to forget it by its time. Main thread.
class SignOut : public QObject {
    Q_OBJECT
public:
    SignOut(const Endpoint &server, const QByteArray &refreshToken, QObject *parent);

signals:
    void finished();

private:
    void end();

    AdminClient m_client;
    QTimer m_patience;
};

} // namespace signalbox::ui
