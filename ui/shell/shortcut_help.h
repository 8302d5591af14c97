// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "shell/overlay.h"
#include "widgets/shortcut.h"

class QGridLayout;

namespace signalbox::ui {

// `?`: the keys that work now. Main thread.
class ShortcutHelp : public Overlay {
    Q_OBJECT
public:
    ShortcutHelp(const Theme &theme, QWidget *window);

    void openFor(const QString &pageTitle, const QList<Shortcut> &pageKeys);

private:
    void fill(const QString &pageTitle, const QList<Shortcut> &pageKeys);

    QWidget *m_content = nullptr;
};

} // namespace signalbox::ui
