// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/admin_client.h"

#include <QTimer>

#include <optional>

namespace signalbox::ui {

// What a server says of itself that the window acts on: whether it has an admin, and whether its database is there.
// Asks every few seconds while it runs. Main thread; `client` must outlive it.
class ServerReport : public QObject {
    Q_OBJECT
public:
    explicit ServerReport(AdminClient &client, QObject *parent = nullptr);

    void setRunning(bool running);
    void refresh();

    std::optional<bool> hasAdmin() const; // nothing: not known yet
    QString databaseProblem() const; // why it is down; empty while it is up
    bool isDatabaseUp() const;

signals:
    void changed();

private:
    void take(const QCborMap &server);

    AdminClient &m_client;
    QTimer m_timer;
    std::optional<bool> m_hasAdmin;
    bool m_databaseUp = true;
    QString m_databaseProblem;
};

} // namespace signalbox::ui
