// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace signalbox::app {

struct Configuration;

// Serves without a window until a signal stops it. Gives the exit code.
int runHeadless(int argc, char *argv[], const Configuration &configuration);

} // namespace signalbox::app
