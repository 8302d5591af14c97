// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <functional>

namespace signalbox::ui {

// Something that the palette can do or go to. A value.
struct Command {
    QString title; // "Requests", "GET /users/:id"
    QString group; // "Page", "Route"
    QString icon;
    QString keys; // its shortcut, may be empty
    std::function<void()> run;
};

} // namespace signalbox::ui
