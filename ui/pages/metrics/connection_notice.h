// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace signalbox::ui {

class Session;

// What to say above a page about its connection; empty while it is connected.
QString connectionNotice(Session *session);

} // namespace signalbox::ui
