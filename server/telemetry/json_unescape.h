// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace signalbox::telemetry {

// What a JSON string means whose content, without the quotes, is `content` (RFC 8259, 7). Half a surrogate pair becomes
// U+FFFD; an escape that is none, or is cut off, is left as it is. Any thread.
QByteArray unescapedJson(QByteArrayView content);

} // namespace signalbox::telemetry
