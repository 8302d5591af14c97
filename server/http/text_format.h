// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QStringView>

#include <optional>

namespace signalbox::http {

// What a text must be to have a `format` of JSON Schema.
struct TextFormat {
    bool (*matches)(QStringView text);
    QString problem; // "Must be an email address"
};

// Of email, uuid, date-time, date, uri; nothing for others, which are only notes to the reader ("password"). Any
// thread.
std::optional<TextFormat> textFormat(QStringView name);

// Whether a text can be stored and passed on anywhere: C strings end at a NUL, UTF-8 has no lone surrogates.
bool isSoundText(QStringView text);

} // namespace signalbox::http
