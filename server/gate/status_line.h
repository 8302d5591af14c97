// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

namespace signalbox::gate {

// "HTTP/1.1 200 OK\r\n", shared for the statuses of RFC 9110 and a few more.
QByteArray statusLine(int status);

} // namespace signalbox::gate
