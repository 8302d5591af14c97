// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "shell/window_shortcuts.h"

#include <QCoreApplication>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

QString tr(const char *text)
{
    return QCoreApplication::translate("windowShortcuts", text);
}

} // namespace

QList<Shortcut> windowShortcuts()
{
    return {
        {u"Ctrl+K"_s, tr("Go anywhere by name")},
        {u"Ctrl+1…9"_s, tr("Go to a page")},
        {u"/"_s, tr("Search on this page")},
        {u"Ctrl+F"_s, tr("Search on this page")},
        {u"Ctrl+."_s, tr("Pause, and go on")},
        {u"Ctrl+Shift+L"_s, tr("Back to live")},
        {u"Ctrl+Shift+T"_s, tr("Light or dark")},
        {u"Ctrl+,"_s, tr("Settings")},
        {u"?"_s, tr("These keys")},
        {u"Esc"_s, tr("Close what is open")},
        {u"Ctrl+Q"_s, tr("Shut down and quit")},
    };
}

} // namespace signalbox::ui
