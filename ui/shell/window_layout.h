// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

class QSettings;
class QWidget;

namespace signalbox::ui {

// What the window looks like is kept from one start to the next: its size and place, the page, the splitters (those
// with an object name). Main thread; `settings` must outlive it.
class WindowLayout {
public:
    explicit WindowLayout(QSettings &settings);

    void restore(QWidget &window) const; // once its pages are in it
    void save(const QWidget &window, const QString &page) const;
    QString page() const;

private:
    QSettings &m_settings;
};

} // namespace signalbox::ui
