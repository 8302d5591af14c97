// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/admin_client.h"

#include <memory>

namespace signalbox::ui {

// Signs an admin in with email and password, which is forgotten as soon as it is sent. Main thread.
class PasswordLogin : public QObject {
    Q_OBJECT
public:
    explicit PasswordLogin(QObject *parent = nullptr);
    ~PasswordLogin() override;

    void start(const Endpoint &server, const QString &email, const QString &password); // gives up one under way

signals:
    void signedIn(const signalbox::ui::Endpoint &endpoint); // the server, with the tokens in it
    void refused(const QString &reason); // for a person

private:
    void take(const AdminClient::Answer &answer);

    std::unique_ptr<AdminClient> m_client;
    QString m_email;
};

} // namespace signalbox::ui
