// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

class QIcon;
class QLabel;
class QPushButton;
class QVBoxLayout;
class QWidget;

namespace signalbox::ui {

// The parts that the tabs of a user's detail have in common. Main thread; whoever lays them out owns them.
QVBoxLayout *detailColumn(QWidget *tab);
QPushButton *detailButton(const QString &name, const QIcon &icon, const QString &text);
QLabel *nothingHere(const QString &name, const QString &text); // hidden until there is nothing

} // namespace signalbox::ui
