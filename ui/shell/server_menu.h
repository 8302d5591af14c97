// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QMenu>

namespace signalbox::ui {

class RememberedServers;
class ServerActions;
class SessionKeeper;
class Theme;

// Behind the server's name: switch to another, start or stop the own one. Main thread.
class ServerMenu : public QMenu {
    Q_OBJECT
public:
    // `actions` is null when no server runs in this process.
    ServerMenu(const Theme &theme, ServerActions *actions, RememberedServers &servers, SessionKeeper &keeper,
               QWidget *parent);

signals:
    void attachAsked(const QUrl &url); // a remembered one
    void addAsked();
    void manageAsked();

private:
    void fill();
    void addLocal();
    void addRemembered();
    QAction *addServer(const QString &name, const QColor &color, bool current);

    const Theme &m_theme;
    ServerActions *m_actions;
    RememberedServers &m_servers;
    SessionKeeper &m_keeper;
};

} // namespace signalbox::ui
