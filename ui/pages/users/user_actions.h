// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/users/user_commands.h"
#include "pages/users/user_row.h"

class QAction;
class QMenu;

namespace signalbox::ui {

class FormDialog;
class Theme;

// What one can do with the chosen users; the same in the context menu, in the detail pane and by key. What destroys or
// concerns many asks first, with the count. Main thread.
class UserActions : public QObject {
    Q_OBJECT
public:
    using Chosen = std::function<QList<UserRow>()>;

    // The keys work in `scope` and in what is in it.
    UserActions(const Theme &theme, UserCommands &commands, QWidget &scope, Chosen chosen);

    void fillMenu(QMenu &menu);
    QAction *action(const QString &name) const;
    void enable(); // by who is chosen now
    void create();

signals:
    void requestsAsked(const QString &userId);
    void created(const QString &userId);
    void toast(const QString &message);

private:
    QAction *add(const QString &name, const QString &text, const QString &icon, const QKeySequence &key,
                 void (UserActions::*slot)());
    void addRoles();
    void edit();
    void setPassword();
    void setRole(const QString &role);
    void disable();
    void enableUsers();
    void endSessions();
    void deleteUsers();
    void copyToken();
    void copyCurl();
    void copyEmails();
    void showRequests();
    void impersonate(const UserRow &user, const std::function<QString(const QString &)> &text, const QString &what);
    void confirm(const QString &name, const QString &title, const QString &text, const QString &okText,
                 const QString &action, const QCborMap &more, const QString &done);
    void runMany(FormDialog *dialog, const QList<UserRow> &users, const QString &action, const QCborMap &more,
                 const QString &done);
    void showPassword(const QString &email, const QCborMap &answer);

    const Theme &m_theme;
    UserCommands &m_commands;
    QWidget &m_scope;
    Chosen m_chosen;
    QList<QAction *> m_actions; // in the order of the menu
    QMenu *m_roles;
};

} // namespace signalbox::ui
