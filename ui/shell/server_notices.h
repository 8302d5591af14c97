// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/session.h"
#include "shell/server_control.h"

#include <QObject>
#include <QTimer>

namespace signalbox::ui {

class ServerNoticeBar;

// Decides what the notice bar says about the server: it is stopped, its port is taken, it could not start, the
// server can't be reached or the connection is lost, and when that is tried again, the token is refused, its database
// is down. Main thread.
class ServerNotices : public QObject {
    Q_OBJECT
public:
    // `control` is null when no server runs in this process.
    ServerNotices(ServerNoticeBar &bar, ServerControl *control, QObject *parent = nullptr);

    void follow(Session *session, bool local);

signals:
    void changeAsked(); // of the token or the address, by the person

private:
    void show();
    bool showStart();
    bool showLink();
    bool showDatabase();
    void addStart(const QString &text);
    void showPortTaken();
    void showRetries(LinkState state);
    void showCountdown();

    ServerNoticeBar &m_bar;
    ServerControl *m_control;
    Session *m_session = nullptr;
    bool m_local = true;
    QTimer m_countdown;
};

} // namespace signalbox::ui
