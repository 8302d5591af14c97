// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace signalbox::auth {

// An id of that moment (version 7, RFC 9562, 5.7), its random bits from the system. Any thread.
QByteArray newUuid(qint64 epochMs);

// 36 characters, lower case hex digits and dashes where they belong: any version.
bool isUuid(QByteArrayView text);

// The milliseconds since the epoch in an id of version 7; nothing of another one.
std::optional<qint64> timeOfUuid(QByteArrayView uuid);

} // namespace signalbox::auth
