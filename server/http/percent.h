// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace signalbox::http {

enum class PercentError : quint8 { None, BadEscape, Nul, BadUtf8 };

// In a path `+` is itself; in a query it is a space (application/x-www-form-urlencoded).
enum class Plus : quint8 { Literal, Space };

// Appends `encoded`, percent-decoded once (RFC 3986, 2.1), to `out`. Strict: a `%` without two hex digits, a NUL and
// what is no UTF-8 are errors, and leave `out` in part written. Any thread.
PercentError appendDecoded(QByteArray &out, QByteArrayView encoded, Plus plus);

// What a client is told of it: "a % that no two hex digits follow".
QString describe(PercentError error);

} // namespace signalbox::http
