// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/theme.h"

#include <QList>
#include <QString>

namespace signalbox::ui {

// A way to keep a namespace of the cache right, for a person to choose. A value; any thread.
struct Strategy {
    QString name; // as the admin API has it
    QString promise;
    QString cost;
    Theme::Role colour;

    static const QList<Strategy> &all();
    static Theme::Role colourOf(const QString &name);
};

} // namespace signalbox::ui
