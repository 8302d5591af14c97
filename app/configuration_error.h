// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace signalbox::app {

// Why the program can't start as it was told to: one line for a person that names the flag, variable, or file, line
// and key, and what is allowed there.
struct ConfigurationError {
    QString message;
};

} // namespace signalbox::app
