// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/compiled_schema.h"

#include <QJsonObject>

namespace signalbox::http {

// What is wrong with `value` by the keywords of `schema` itself (not those of its properties and items), in words for
// a person. Empty when nothing of that is wrong. Any thread.
QList<SchemaProblem> problemsOf(const QJsonObject &schema, const QJsonValue &value);

// Whether a number is a whole one that fits 64 bits.
bool isWholeNumber(const QJsonValue &value);

} // namespace signalbox::http
