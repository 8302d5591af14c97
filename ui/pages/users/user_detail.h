// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/admin_client.h"
#include "pages/audit/audit_model.h"
#include "pages/metrics/admin_poller.h"
#include "pages/users/sessions_model.h"
#include "pages/users/user_requests_model.h"
#include "pages/users/user_row.h"

#include <QFrame>
#include <QPointer>

class QAction;
class QFormLayout;
class QHBoxLayout;
class QLabel;
class QPushButton;
class QTabWidget;
class QTableView;

namespace signalbox::ui {

class BadgeLabel;
class UserCommands;

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
    QLayout *makeHeader();
    QWidget *makeFacts();
    QWidget *makeSessions();
    QWidget *makeRequests();
    QWidget *makeTrail();
    QLabel *addFact(QFormLayout &form, const QString &name, const QString &label);
    void fill();
    void loadUser();
    void loadSessions();
    void takeUser(const AdminClient::Answer &answer);
    void takeSessions(const AdminClient::Answer &answer);
    void endSession();
    void endAllSessions();
    void tellProblem(const QString &problem);
    void poll();

    const Theme &m_theme;
    UserCommands &m_commands;
    QPointer<Session> m_session;
    UserRow m_user;
    quint64 m_generation = 0; // of the user that is shown
    bool m_running = false;
    SessionsModel m_sessions;
    UserRequestsModel m_requests;
    AuditModel m_trail;
    AdminPoller m_requestsPoller;
    AdminPoller m_trailPoller;
    QTimer m_userTimer;
    QLabel *m_name;
    QLabel *m_email;
    BadgeLabel *m_role;
    BadgeLabel *m_state;
    QLabel *m_problem;
    QHBoxLayout *m_buttons;
    QTabWidget *m_tabs;
    QList<QLabel *> m_facts;
    QTableView *m_sessionsTable;
    QPushButton *m_endSession;
    QPushButton *m_endAll;
    QLabel *m_noRequests;
    QLabel *m_noTrail;
};

} // namespace signalbox::ui
