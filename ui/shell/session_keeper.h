// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/session.h"
#include "shell/server_control.h"

#include <QObject>

#include <memory>

namespace signalbox::ui {

class SignOut;

// Which server the window watches: its own, or one that it is attached to. Keeps the session of the own server over a
// restart at the same address, and makes a new one for another; a sign-in ends with its session. Main thread.
class SessionKeeper : public QObject {
    Q_OBJECT
public:
    SessionKeeper(ServerControl *control, TimeRange &range, QObject *parent = nullptr);
    ~SessionKeeper() override;

    Session *session() const; // null until there is a server
    bool watchesLocal() const;

    void attach(const Endpoint &endpoint); // also the same one again, with another token
    void watchLocal(); // back to the server of this process
    void leave(); // the window closes: left() follows when the sign-in, if any, is ended

signals:
    // The old session is still alive while this is emitted, and gone when it returns.
    void sessionChanged(signalbox::ui::Session *session);
    void linkChanged(); // the state of the session's feed
    void left();

private:
    void follow();
    void replace(const Endpoint &endpoint);
    SignOut *signOut(); // null when nobody is signed in

    ServerControl *m_control;
    TimeRange &m_range;
    std::unique_ptr<Session> m_session;
    bool m_local = true;
};

} // namespace signalbox::ui
