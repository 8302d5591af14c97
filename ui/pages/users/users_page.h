// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/cursor_list.h"
#include "client/endpoint.h"
#include "pages/page.h"
#include "pages/users/user_commands.h"
#include "pages/users/users_export.h"
#include "pages/users/users_model.h"

#include <QTimer>

class QLabel;
class QSettings;
class QSplitter;

namespace signalbox::ui {

class NoticeBar;
class StateView;
class UserActions;
class UserDetail;
class UsersFilterBar;
class UsersTable;

// Who has an account on the server, and all that an admin does to them. Main thread.
class UsersPage : public Page {
    Q_OBJECT
public:
    // The settings keep columns and splitter; they and the theme must outlive the page.
    UsersPage(const Theme &theme, QSettings &settings, QWidget *parent = nullptr);
    ~UsersPage() override;

    QString id() const override { return QStringLiteral("users"); }
    QString title() const override { return tr("Users"); }
    QString iconName() const override { return QStringLiteral("users"); }
    void setSession(Session *session) override;
    void setActive(bool active) override;
    void open(const QString &what) override; // "id:…" opens that user, "new" asks for a new one, else a search
    void focusSearch() override;
    QList<Shortcut> shortcuts() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void build();
    void connectList();
    void connectParts();
    void forgetServer();
    void ask();
    void reload();
    void takeFirst(const QCborMap &answer);
    QList<UserRow> chosen() const; // in the table, else who is open
    void openUser(const QString &id);
    void showChosen();
    void closeDetail();
    void showMenu(const QPoint &position);
    void showState();
    void tellCount();

    const Theme &m_theme;
    QSettings &m_settings;
    QPointer<Session> m_session;
    Endpoint m_server; // whose users are shown
    CursorList m_list;
    UserCommands m_commands;
    UsersExport m_export;
    UsersModel m_model;
    QTimer m_refresh;
    qint64 m_total = 0;
    bool m_active = false;
    UsersFilterBar *m_filter;
    NoticeBar *m_notice;
    UsersTable *m_table;
    UserDetail *m_detail;
    QSplitter *m_splitter;
    StateView *m_state;
    QLabel *m_count;
    UserActions *m_actions;
};

} // namespace signalbox::ui
