// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QJsonObject>

namespace signalbox::http {
class Context;
}

namespace signalbox::demo {

// {method, query: {name: value, or [values] when it came several times}, body}. A JSON body comes back as JSON, other
// text as a string, anything else as `bodyBase64`; what claims to be JSON and is not throws AppError 400.
QJsonObject echoOf(const http::Context &context);

} // namespace signalbox::demo
