// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/action_buttons.h"

#include <QAction>
#include <QToolButton>

namespace signalbox::ui {

void addActionButtons(QLayout &row, const QList<QAction *> &actions, const QString &prefix)
{
    for (QAction *action : actions) {
        auto *tool = new QToolButton;
        tool->setDefaultAction(action);
        tool->setObjectName(prefix + action->objectName());
        tool->setAccessibleName(action->text());
        tool->setToolButtonStyle(Qt::ToolButtonIconOnly);
        tool->setVisible(action->isVisible());
        QObject::connect(action, &QAction::visibleChanged, tool, // what doesn't suit takes no room
                         [tool, action] { tool->setVisible(action->isVisible()); });
        row.addWidget(tool);
    }
}

} // namespace signalbox::ui
