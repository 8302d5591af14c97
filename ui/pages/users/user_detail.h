// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/admin_client.h"
#include "pages/users/user_row.h"

#include <QFrame>
#include <QPointer>
#include <QTimer>

class QAction;
class QHBoxLayout;
class QLabel;
class QTabWidget;

namespace signalbox::ui {

class BadgeLabel;
class Session;
class UserCommands;
class UserFacts;
class UserRequests;
class UserSessions;
class UserTrail;

// One user: facts, sessions, recent requests and audit trail, kept up to date while it is shown. Main thread.
class UserDetail : public QFrame {
    Q_OBJECT
public:
    UserDetail(const Theme &theme, UserCommands &commands, QWidget *parent = nullptr);

    void setSession(Session *session);
    void setRunning(bool running); // the page is shown
    void showUser(const UserRow &user);
    void refresh();
    void clear();
    const UserRow &user() const { return m_user; }
    void setActions(const QList<QAction *> &actions);

signals:
    void closed();
    void loaded(const signalbox::ui::UserRow &user);
    void gone(); // the user is no more
    void requestsAsked(const QString &userId);
    void requestAsked(const QByteArray &requestId);
    void trailAsked(const QString &userId);
    void toast(const QString &message);

private:
    void build();
    void connectParts();
    QLayout *makeHeader();
    QLayout *makeTitle();
    void fill();
    void loadUser();
    void take(const AdminClient::Answer &answer);
    void tellProblem(const QString &problem);
    void poll();

    const Theme &m_theme;
    QPointer<Session> m_session;
    UserRow m_user;
    quint64 m_generation = 0; // of the user that is shown
    bool m_running = false;
    QTimer m_userTimer;
    QLabel *m_name;
    QLabel *m_email;
    BadgeLabel *m_role;
    BadgeLabel *m_state;
    QLabel *m_problem;
    QHBoxLayout *m_buttons;
    QTabWidget *m_tabs;
    UserFacts *m_facts;
    UserSessions *m_sessions;
    UserRequests *m_requests;
    UserTrail *m_trail;
};

} // namespace signalbox::ui
