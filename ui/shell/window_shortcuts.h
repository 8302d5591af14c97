// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/shortcut.h"

#include <QList>

namespace signalbox::ui {

// The keys that work in the whole window, for the help and the settings. Those of the pages come from them.
QList<Shortcut> windowShortcuts();

} // namespace signalbox::ui
