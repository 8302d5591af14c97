// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace signalbox::app {

// What the program says to a person at a terminal; everything else goes into the log. Any thread.
void print(const QString &text); // standard output
void printError(const QString &message); // standard error, "signalbox: " before it

} // namespace signalbox::app
