// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/session.h"
#include "shell/server_control.h"
#include "widgets/theme.h"

namespace signalbox::ui {

// How the server that the window watches is doing, in words and a colour. A value.
struct ServerStatus {
    QString text; // "Listening on", "Connection lost since 12:03:10"
    QUrl url; // shown behind the text, with its copy button; empty when it can't be reached
    Theme::Role role = Theme::Role::Neutral;
    bool operator==(const ServerStatus &) const = default;
};

// `control` is null when no server runs in this process, `session` while there is none.
ServerStatus serverStatus(const ServerControl *control, Session *session);

} // namespace signalbox::ui
