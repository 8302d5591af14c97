// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/duration_units.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QSpinBox>

#include <algorithm>
#include <array>

namespace signalbox::ui {

namespace {

struct Unit {
    const char *name;
    qint64 ms;
};

constexpr std::array Units{
    Unit{QT_TRANSLATE_NOOP("DurationUnits", "milliseconds"), 1},
    Unit{QT_TRANSLATE_NOOP("DurationUnits", "seconds"), 1000},
    Unit{QT_TRANSLATE_NOOP("DurationUnits", "minutes"), 60'000},
    Unit{QT_TRANSLATE_NOOP("DurationUnits", "hours"), 3'600'000},
    Unit{QT_TRANSLATE_NOOP("DurationUnits", "days"), 86'400'000},
};

} // namespace

void fillUnits(QComboBox &units)
{
    for (const Unit &unit : Units)
        units.addItem(QCoreApplication::translate("DurationUnits", unit.name), unit.ms);
}

qint64 durationOf(const QSpinBox &number, const QComboBox &units)
{
    return number.value() * units.currentData().toLongLong();
}

void setDuration(QSpinBox &number, QComboBox &units, qint64 ms)
{
    int best = 0;
    for (int at = 0; at < int(Units.size()); ++at)
        if (ms >= Units.at(size_t(at)).ms && ms % Units.at(size_t(at)).ms == 0)
            best = at;
    units.setCurrentIndex(best);
    number.setValue(int(std::min<qint64>(ms / Units.at(size_t(best)).ms, number.maximum())));
}

} // namespace signalbox::ui
