// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

namespace signalbox::ui {

bool isText(const QByteArray &bytes); // UTF-8 without control characters; any thread

} // namespace signalbox::ui
