// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/endpoint.h"
#include "shell/session_keeper.h"

#include <QObject>
#include <QPointer>

namespace signalbox::ui {

class AttachDialog;
class RememberedServers;
class Theme;

// How a person attaches to a server: which one, its token, and again when the token was refused. Main thread.
class AttachFlow : public QObject {
    Q_OBJECT
public:
    AttachFlow(const Theme &theme, RememberedServers &servers, SessionKeeper &keeper, QWidget *window);

    void attach(const Endpoint &endpoint); // asks for the token if none was given or kept
    void attachTo(const QUrl &url); // a remembered one
    void ask(const Endpoint &startingFrom = {}, const QString &problem = {});
    void askAgain(); // of the server that is watched
    void manage();

private:
    Endpoint completed(Endpoint endpoint) const;
    void watchRefusal(Session *session);
    void take(const Endpoint &endpoint, bool keepToken);

    const Theme &m_theme;
    RememberedServers &m_servers;
    SessionKeeper &m_keeper;
    QWidget *m_window;
    QPointer<AttachDialog> m_dialog;
};

} // namespace signalbox::ui
