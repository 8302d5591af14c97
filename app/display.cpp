// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "display.h"

#include "program.h"
#include "terminal.h"

#include <unistd.h>

namespace signalbox::app {

using namespace Qt::Literals::StringLiterals;

const char *const NoDisplay = "there is no display for a window; signalbox --headless serves without one";

namespace {

void endWhenFatal(QtMsgType type, const QMessageLogContext &, const QString &message)
{
    if (type == QtFatalMsg) {
        printError(QString::fromLatin1(NoDisplay));
        ::_exit(Failed);
    }
    // Qt's advice about plugins would stand before that line.
    if (!message.contains("platform plugin"_L1) && !message.contains("could not connect to display"_L1))
        printError(message);
}

} // namespace

bool hasDisplay(const Environment &environment)
{
    for (const auto &name : {u"QT_QPA_PLATFORM"_s, u"DISPLAY"_s, u"WAYLAND_DISPLAY"_s})
        if (!environment.value(name).isEmpty())
            return true;
    return false;
}

DisplayGuard::DisplayGuard()
    : m_before(qInstallMessageHandler(&endWhenFatal))
{
}

DisplayGuard::~DisplayGuard()
{
    qInstallMessageHandler(m_before);
}

} // namespace signalbox::app
