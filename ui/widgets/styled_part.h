// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

class QWidget;

namespace signalbox::ui {

class Theme;

// Keeps a widget, and all within it, in the theme's style sheet: at once while it is visible, else when it is shown
// next. One sheet for the whole application would restyle every hidden widget at each change of the theme, several
// times over. Owned by the widget; main thread.
class StyledPart : public QObject {
    Q_OBJECT
public:
    StyledPart(const Theme &theme, QWidget &part);

    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void follow();

    const Theme &m_theme;
    QWidget &m_part;
};

} // namespace signalbox::ui
