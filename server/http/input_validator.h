// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/api.h"

#include <QByteArrayList>

namespace signalbox::http {

// Checks path, query and body against what a route describes, and leaves them in Context::input(). 415 and 400 as the
// contract says, with everything that is wrong at once. Throws std::logic_error when a schema can't be used. An empty
// function when there is nothing to check. One for each route of a reactor.
Middleware validateInput(const RouteDescription &description, const QByteArrayList &parameters);

} // namespace signalbox::http
