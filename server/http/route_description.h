// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/schema.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <map>

namespace signalbox::http {

enum class Security : quint8 { None, Bearer };

struct ResponseDescription {
    QString description;
    Schema schema = {}; // of JSON; empty: no body, or one that is not JSON
    QByteArray mediaType = "application/json";
};

// What a route takes and gives. What is declared is checked: right before the handler, inside all middleware, and the
// handler finds it in Context::input(). The same objects make /openapi.json.
struct RouteDescription {
    QString summary = {}; // "List users"; a route without one is not in /openapi.json
    QString description = {}; // Markdown
    QByteArray tag = {}; // the group that documents show it in
    Security security = Security::None;
    Schema params = {}; // an object with the pattern's parameters; those not declared are texts
    Schema query = {}; // an object; parameters that are not declared are let be
    Schema body = {}; // a JSON object: 415, 413 and 400 come by themselves
    bool bodyOptional = false; // an empty body is {}
    QByteArray bodyMediaType = "application/json"; // another one is only described: the handler reads it
    static constexpr int anyOther = 0; // a status of `responses`: all that are not named
    std::map<int, ResponseDescription> responses = {}; // of success, and of errors that are no usual ones
    QList<int> errors = {}; // 404, 409…: those that the description doesn't tell (400, 401, 403, 413, 415, 429, 5xx)

    bool isEmpty() const { return summary.isEmpty(); }
};

// The contract's error: {error, details?, requestId}.
Schema errorSchema();

} // namespace signalbox::http
