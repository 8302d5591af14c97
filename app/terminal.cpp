// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "terminal.h"

#include <cstdio>

namespace signalbox::app {

void print(const QString &text)
{
    std::fprintf(stdout, "%s%s", text.toLocal8Bit().constData(), text.endsWith(u'\n') ? "" : "\n");
    std::fflush(stdout);
}

void printError(const QString &message)
{
    std::fprintf(stderr, "signalbox: %s\n", message.toLocal8Bit().constData());
}

} // namespace signalbox::app
