// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/shortcut.h"

#include <QWidget>

namespace signalbox::ui {

// Keys and what they do, two columns. Main thread.
class ShortcutList : public QWidget {
    Q_OBJECT
public:
    explicit ShortcutList(const QList<Shortcut> &shortcuts, QWidget *parent = nullptr);
};

} // namespace signalbox::ui
