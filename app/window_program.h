// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace signalbox::app {

struct Configuration;

// Opens the window, on a server of this process or (attach) on another one. Gives the exit code.
int runWindow(int argc, char *argv[], const Configuration &configuration);

} // namespace signalbox::app
