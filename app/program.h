// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace signalbox::app {

enum ExitCode {
    Clean = 0,
    Failed = 1, // could not start, or dropped requests at the end
    WrongUsage = 2 // flags or configuration
};

// The whole program, from its arguments to its exit code.
int run(int argc, char *argv[]);

} // namespace signalbox::app
