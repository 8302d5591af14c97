// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QStringList>

namespace signalbox::app {

// What was probably meant by `name`, or nothing when no candidate is near: at most a third of it mistyped.
QString suggest(const QString &name, const QStringList &candidates);

} // namespace signalbox::app
