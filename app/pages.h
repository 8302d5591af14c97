// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

class QSettings;

namespace signalbox::ui {
class MainWindow;
class Theme;
} // namespace signalbox::ui

namespace signalbox::app {

// Gives the window all its pages, in the order of the rail. A new page is one line in here. Main thread.
void addPages(ui::MainWindow &window, ui::Theme &theme, QSettings &settings);

} // namespace signalbox::app
