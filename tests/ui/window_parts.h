// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QTest>

#include <algorithm>

namespace signalbox::ui::test {

// What a person finds in the windows and does there, by the names of objects. A base of test classes.
class WindowParts {
protected:
    static constexpr int Patience = 20'000;

    // Also a window itself; of several of that name, one that is seen.
    template <typename Widget> Widget *part(const QString &name) const
    {
        QList<Widget *> found;
        for (QWidget *window : QApplication::topLevelWidgets()) {
            if (auto *widget = qobject_cast<Widget *>(window); widget && window->objectName() == name)
                found.append(widget);
            found += window->findChildren<Widget *>(name);
        }
        const auto seen = std::ranges::find_if(found, [](const Widget *widget) { return widget->isVisible(); });
        return seen != found.end() ? *seen : found.value(0);
    }

    QString text(const QString &name) const
    {
        const auto *label = part<QLabel>(name);
        return label ? label->text() : QString();
    }

    bool isSeen(const QString &name) const
    {
        const auto *widget = part<QWidget>(name);
        return widget && widget->isVisible();
    }

    // Of a NoticeBar; empty while it isn't seen.
    QString notice(const QString &name) const
    {
        const auto *bar = part<QWidget>(name);
        return bar && bar->isVisible() ? bar->findChild<QLabel *>(QStringLiteral("noticeText"))->text() : QString();
    }

    // Where a person could: a pane that was shown just now has its room only after the next event.
    void click(const QString &name) const
    {
        const auto canBeHit = [&] {
            const auto *widget = part<QAbstractButton>(name);
            return widget && widget->isEnabled() && widget->visibleRegion().contains(widget->rect().center());
        };
        QTRY_VERIFY2_WITH_TIMEOUT(canBeHit(), qPrintable(name), Patience);
        auto *button = part<QAbstractButton>(name);
        // A check box is hit on the box and its text only, which begin at its left.
        const QPoint place =
            button->inherits("QCheckBox") ? QPoint(button->height() / 2, button->height() / 2) : QPoint();
        QTest::mouseClick(button, Qt::LeftButton, {}, place);
    }

    QAction *action(const QString &name) const
    {
        for (QWidget *window : QApplication::topLevelWidgets())
            if (auto *found = window->findChild<QAction *>(name))
                return found;
        return nullptr;
    }

    void trigger(const QString &name) const
    {
        QVERIFY2(action(name), qPrintable(name));
        QTRY_VERIFY2_WITH_TIMEOUT(action(name)->isEnabled(), qPrintable(name), Patience);
        action(name)->trigger();
    }

    void type(const QString &name, const QString &typed) const
    {
        auto *field = part<QLineEdit>(name);
        QVERIFY2(field, qPrintable(name));
        field->clear();
        QTest::keyClicks(field, typed);
    }

    int rows(const QString &table) const { return part<QTableView>(table)->model()->rowCount(); }

    QString cell(const QString &table, int row, int column) const
    {
        return part<QTableView>(table)->model()->index(row, column).data().toString();
    }

    void clickTab(const QString &bar, const QString &beginning) const
    {
        auto *tabs = part<QTabBar>(bar);
        if (!tabs)
            tabs = part<QTabWidget>(bar)->tabBar();
        for (int tab = 0; tab < tabs->count(); ++tab) {
            if (!tabs->tabText(tab).startsWith(beginning))
                continue;
            QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(tab).center());
            return;
        }
        QFAIL(qPrintable(beginning));
    }

    void clickCell(const QString &table, int row, int column, Qt::KeyboardModifiers modifiers = {}) const
    {
        auto *view = part<QTableView>(table);
        QTRY_VERIFY_WITH_TIMEOUT(view->model()->rowCount() > row, Patience);
        QVERIFY(!view->isColumnHidden(column));
        view->scrollTo(view->model()->index(row, column));
        QTest::mouseClick(view->viewport(), Qt::LeftButton, modifiers,
                          view->visualRect(view->model()->index(row, column)).center());
    }
};

} // namespace signalbox::ui::test
