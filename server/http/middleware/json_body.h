// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/api.h"

#include <QByteArrayView>

namespace signalbox::http {

struct JsonBodySettings {
    int maxDepth = 64; // arrays and objects within each other
};

// The body as a JSON object. Throws AppError: 415 unless it is application/json or …+json in UTF-8, then 413
// for one over the route's limit; 400 that names the line and column when it can't be read, is empty or is no object.
// Of a name that comes twice in an object the last value counts, as in JavaScript.
QJsonObject readJsonBody(const Context &context, JsonBodySettings settings = {});

// Reads the body so for Context::json(). A route that describes its body needs no such middleware.
Middleware jsonBody(JsonBodySettings settings = {});

// Whether a Content-Type means JSON in UTF-8.
bool isJsonType(QByteArrayView contentType);

} // namespace signalbox::http
