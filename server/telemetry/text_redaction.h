// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace signalbox::telemetry {

// What stands where a secret stood.
inline constexpr QByteArrayView redactedMark = "[redacted]";

// Text without the values of secret names, wherever `"name": value` or `name=value` stands in it, also inside strings
// of JSON and percent-encoded values. It need be no whole JSON or form, and may be cut off anywhere. Costs time in
// proportion to its length; what is nested so deep that this could not hold is struck out whole. Any thread.
QByteArray redactedText(QByteArrayView text);

} // namespace signalbox::telemetry
