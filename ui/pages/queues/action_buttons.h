// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QLayout>
#include <QList>

class QAction;

namespace signalbox::ui {

// Puts a button with an icon into `row` for each action, shown while the action is; its object name is `prefix` and the
// action's. The row owns them. Main thread.
void addActionButtons(QLayout &row, const QList<QAction *> &actions, const QString &prefix);

} // namespace signalbox::ui
