// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pictures_camera.h"

#include "pages/page.h"
#include "shell/main_window.h"
#include "widgets/theme.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QCoroTimer>
#include <QDialog>
#include <QElapsedTimer>
#include <QKeyEvent>
#include <QPixmap>
#include <QTableView>
#include <QThreadPool>
#include <QTimer>

#include <array>

namespace signalbox::app {

using namespace ui;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr double QuietMs = 25; // of lag
constexpr std::chrono::milliseconds QuietWithin = 7s;
constexpr std::array Modes{std::pair{Theme::Mode::Light, "light"}, std::pair{Theme::Mode::Dark, "dark"}};

QDialog *openDialog()
{
    for (QWidget *widget : QApplication::topLevelWidgets())
        if (auto *dialog = qobject_cast<QDialog *>(widget); dialog && dialog->isVisible())
            return dialog;
    return nullptr;
}

QAbstractButton *buttonOf(const QString &name)
{
    for (QWidget *window : QApplication::topLevelWidgets())
        for (auto *button : window->findChildren<QAbstractButton *>(name))
            if (button->isVisible() && button->isEnabled())
                return button;
    return nullptr;
}

} // namespace

QCoro::Task<> pauseFor(std::chrono::milliseconds time)
{
    QTimer timer;
    timer.setSingleShot(true);
    timer.start(time);
    co_await timer;
}

PicturesCamera::PicturesCamera(MainWindow &window, Theme &theme, const QString &folder, Meanwhile meanwhile)
    : m_window(window)
    , m_theme(theme)
    , m_folder(folder)
    , m_meanwhile(std::move(meanwhile))
{
    m_folder.mkpath(u"."_s);
}

QCoro::Task<> PicturesCamera::takeBoth(QString name)
{
    for (const auto &[mode, suffix] : Modes) {
        m_theme.setMode(mode);
        co_await pauseFor(150ms);
        co_await untilQuiet();
        take(m_window, name + '-'_L1 + QLatin1StringView(suffix));
    }
}

QCoro::Task<> PicturesCamera::takeDialog(QString name)
{
    co_await pauseFor(Settling);
    for (const auto &[mode, suffix] : Modes) {
        m_theme.setMode(mode);
        co_await pauseFor(150ms);
        if (QDialog *dialog = openDialog())
            take(*dialog, name + '-'_L1 + QLatin1StringView(suffix));
        else
            qWarning("No dialog is open for %s", qPrintable(name));
    }
    if (QDialog *dialog = openDialog())
        dialog->close();
}

QCoro::Task<> PicturesCamera::untilQuiet()
{
    QElapsedTimer since;
    since.start();
    while (m_lag.maxMs() > QuietMs && since.elapsed() < QuietWithin.count())
        co_await m_meanwhile(250ms);
}

// The one that is seen first on the page.
QTableView *PicturesCamera::tableWithRows() const
{
    for (auto *table : m_window.currentPage()->findChildren<QTableView *>())
        if (table->isVisible() && table->model()->rowCount() > 0)
            return table;
    return nullptr;
}

QCoro::Task<> PicturesCamera::untilRows()
{
    QElapsedTimer since;
    since.start();
    while (!tableWithRows() && since.elapsed() < QuietWithin.count())
        co_await pauseFor(20ms);
}

QCoro::Task<> PicturesCamera::click(QString button)
{
    QElapsedTimer since;
    since.start();
    while (!buttonOf(button) && since.elapsed() < QuietWithin.count())
        co_await pauseFor(20ms);
    if (QAbstractButton *found = buttonOf(button))
        found->click();
    else
        qWarning("There is no %s to click", qPrintable(button));
}

void PicturesCamera::trigger(const QString &action)
{
    auto *found = m_window.currentPage()->findChild<QAction *>(action);
    if (!found)
        found = m_window.findChild<QAction *>(action);
    if (found && found->isEnabled())
        found->trigger();
    else
        qWarning("%s can't be done", qPrintable(action));
}

void PicturesCamera::openRow(int row, const QString &name)
{
    auto *table = name.isEmpty() ? tableWithRows() : m_window.currentPage()->findChild<QTableView *>(name);
    if (!table)
        return;
    table->setFocus();
    table->setCurrentIndex(table->model()->index(std::min(row, table->model()->rowCount() - 1), 0));
    press(Qt::Key_Return);
}

void PicturesCamera::press(Qt::Key key, Qt::KeyboardModifiers modifiers, const QString &text)
{
    QWidget *focused = QApplication::focusWidget() ? QApplication::focusWidget() : m_window.focusWidget();
    QWidget *target = focused ? focused : &m_window;
    for (QAction *action : m_window.actions())
        if (action->shortcut() == QKeySequence(key | modifiers))
            return action->trigger();
    QKeyEvent event(QEvent::KeyPress, key, modifiers, text);
    QApplication::sendEvent(target, &event);
}

void PicturesCamera::take(QWidget &widget, const QString &name)
{
    const QImage picture = widget.grab().toImage();
    QThreadPool::globalInstance()->start([picture, file = m_folder.filePath(name + ".png"_L1)] { picture.save(file); });
}

} // namespace signalbox::app
