// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/admin_client.h"
#include "pages/users/sessions_model.h"
#include "pages/users/user_row.h"

#include <QPointer>
#include <QWidget>

class QLabel;
class QPushButton;
class QTableView;

namespace signalbox::ui {

class Session;
class Theme;
class UserCommands;

// From where a user is signed in; ends one of these sessions, or all. Main thread.
class UserSessions : public QWidget {
    Q_OBJECT
public:
    UserSessions(const Theme &theme, UserCommands &commands, QWidget *parent = nullptr);

    void setSession(Session *session);
    void setUser(const UserRow &user);
    void refresh();

signals:
    void toast(const QString &message);

private:
    void build();
    void take(const AdminClient::Answer &answer);
    void endOne();
    void endAll();

    const Theme &m_theme;
    UserCommands &m_commands;
    QPointer<Session> m_session;
    UserRow m_user;
    SessionsModel m_model;
    QTableView *m_table;
    QPushButton *m_endOne;
    QPushButton *m_endAll;
    QLabel *m_none;
};

} // namespace signalbox::ui
