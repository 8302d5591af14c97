// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/time_range.h"

#include <QPushButton>

namespace signalbox::ui {

class Theme;

// Makes the views stand still, and says since when they do. Main thread.
class PauseButton : public QPushButton {
    Q_OBJECT
public:
    PauseButton(const Theme &theme, TimeRange &range, QWidget *parent = nullptr);

private:
    void show();

    const Theme &m_theme;
    TimeRange &m_range;
};

} // namespace signalbox::ui
