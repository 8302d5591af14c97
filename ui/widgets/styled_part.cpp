// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/styled_part.h"

#include "widgets/theme.h"

#include <QEvent>
#include <QWidget>

namespace signalbox::ui {

StyledPart::StyledPart(const Theme &theme, QWidget &part)
    : QObject(&part)
    , m_theme(theme)
    , m_part(part)
{
    part.installEventFilter(this);
    connect(&theme, &Theme::changed, this, [this] {
        if (m_part.isVisible())
            follow();
    });
    follow();
}

bool StyledPart::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Show)
        follow();
    return QObject::eventFilter(watched, event);
}

void StyledPart::follow()
{
    if (m_part.styleSheet() != m_theme.styleSheet())
        m_part.setStyleSheet(m_theme.styleSheet());
}

} // namespace signalbox::ui
