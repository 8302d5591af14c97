// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtGlobal>

class QComboBox;
class QSpinBox;

namespace signalbox::ui {

// A duration to enter as a number and a unit, from milliseconds to days. Main thread.
void fillUnits(QComboBox &units);
qint64 durationOf(const QSpinBox &number, const QComboBox &units); // milliseconds
void setDuration(QSpinBox &number, QComboBox &units, qint64 ms); // in the largest unit that says it exactly

} // namespace signalbox::ui
