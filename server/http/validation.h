// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArrayView>
#include <QtGlobal>

namespace signalbox::http {

class Context;

// The query parameter `name` as a whole number from `least` to `most`, `fallback` when it is absent. Throws AppError
// 400 with the contract's details otherwise.
qint64 queryNumber(const Context &context, QByteArrayView name, qint64 fallback, qint64 least, qint64 most);

// Likewise: "1" and "true", "0" and "false".
bool queryFlag(const Context &context, QByteArrayView name, bool fallback = false);

} // namespace signalbox::http
