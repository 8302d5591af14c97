// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "redis/glob.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <optional>

namespace signalbox::admin {

// What is in Redis is bytes; how people and programs name and read them. Any thread.

// The bytes as text when they are some: UTF-8 without control characters but tab and line ends.
std::optional<QString> textOf(QByteArrayView bytes);
// Likewise of the beginning of a longer one, where the cut may have gone through a character.
std::optional<QString> textOfBeginning(QByteArrayView bytes);

// Something to show in any case: the text, else what is none of it as \xHH.
QString readable(QByteArrayView bytes);
// Likewise on one line, as keys are shown: line ends are \n and \r.
QString readableKey(QByteArrayView key);

// A key in a path: base64url without padding, since keys are any bytes.
QString keyId(QByteArrayView key);
std::optional<QByteArray> keyOfId(const QString &id);

using redis::globEscaped;

} // namespace signalbox::admin
