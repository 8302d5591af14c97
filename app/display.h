// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "configuration.h"

namespace signalbox::app {

// Whether a window can be shown at all. Qt ends the process with a core dump when it finds out by itself.
bool hasDisplay(const Environment &environment);

// From now on, and until it is destroyed, a window system that turns out to be unusable (a DISPLAY that nobody
// listens on) ends the program with one line and exit code 1 in place of a core dump. Main thread, one at a time.
class DisplayGuard {
public:
    DisplayGuard();
    ~DisplayGuard();
    DisplayGuard(const DisplayGuard &) = delete;
    DisplayGuard &operator=(const DisplayGuard &) = delete;

private:
    QtMessageHandler m_before;
};

extern const char *const NoDisplay; // what to tell a person

} // namespace signalbox::app
