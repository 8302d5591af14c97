// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "shell/loop_lag.h"

#include <QCoroTask>
#include <QDir>

#include <functional>

class QTableView;

namespace signalbox::ui {
class MainWindow;
class Theme;
} // namespace signalbox::ui

namespace signalbox::app {

QCoro::Task<> pauseFor(std::chrono::milliseconds time);

// Takes pictures of the window and of its dialogs, light and dark, and does there what a person does. Main thread.
class PicturesCamera {
public:
    static constexpr std::chrono::milliseconds Settling{700}; // a page asks the server for what it shows
    // What goes on while it waits for a quiet moment: what the pictures themselves cost is not to be seen in them.
    using Meanwhile = std::function<QCoro::Task<>(std::chrono::milliseconds)>;

    PicturesCamera(ui::MainWindow &window, ui::Theme &theme, const QString &folder, Meanwhile meanwhile);

    ui::MainWindow &window() const { return m_window; }
    QCoro::Task<> takeBoth(QString name); // NAME-light, NAME-dark
    QCoro::Task<> takeDialog(QString name); // the one that is open, which it closes
    QCoro::Task<> untilRows();
    QCoro::Task<> click(QString button); // by its name, as soon as it can be
    void trigger(const QString &action);
    void openRow(int row = 2, const QString &table = {}); // of the table that is seen first, without a name
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}, const QString &text = {});

private:
    QTableView *tableWithRows() const;
    QCoro::Task<> untilQuiet();
    void take(QWidget &widget, const QString &name);

    ui::MainWindow &m_window;
    ui::Theme &m_theme;
    QDir m_folder;
    Meanwhile m_meanwhile;
    ui::LoopLag m_lag;
};

} // namespace signalbox::app
