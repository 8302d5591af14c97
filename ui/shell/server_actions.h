// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "shell/server_control.h"

#include <QAction>

namespace signalbox::ui {

class Theme;

// Start, stop and restart of the server in this process, as actions that know when they make sense. Main thread.
class ServerActions : public QObject {
    Q_OBJECT
public:
    ServerActions(const Theme &theme, ServerControl &control, QObject *parent = nullptr);

    QAction *start() const;
    QAction *stop() const;
    QAction *restart() const;
    QAction *copyUrl() const;

private:
    QAction *add(const QString &name, const QString &text, const QIcon &icon);
    void follow(ServerControl::State state);

    ServerControl &m_control;
    QAction *m_start;
    QAction *m_stop;
    QAction *m_restart;
    QAction *m_copyUrl;
    bool m_startsAgain = false;
};

} // namespace signalbox::ui
