// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace signalbox::ui {

// A key that works somewhere, for the help and the settings. A value.
struct Shortcut {
    QString keys; // "Ctrl+1", as QKeySequence writes it
    QString what; // "Go to the overview"
};

} // namespace signalbox::ui
