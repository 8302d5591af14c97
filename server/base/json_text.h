// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonDocument>

#include <optional>

namespace signalbox {

// Any value as JSON, a scalar too, which is no document to Qt. Any thread.
inline QByteArray jsonText(const QJsonValue &value)
{
    const QByteArray list = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return list.sliced(1).chopped(1);
}

// The other way; nothing when it isn't JSON, or more than one value.
inline std::optional<QJsonValue> jsonValue(const QByteArray &text)
{
    const QJsonArray list = QJsonDocument::fromJson('[' + text + ']').array();
    return list.size() == 1 ? std::optional(list.first()) : std::nullopt;
}

} // namespace signalbox
