// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/app_error.h"

#include <QByteArray>

namespace signalbox::http {
class Context;
}

namespace signalbox::auth {

// The token in `Authorization: Bearer` (RFC 6750, 2.1), empty when there is none. Never from a cookie, so that another
// site's page can't use a browser's.
QByteArray bearerToken(const http::Context &context);
QByteArray bearerTokenIn(QByteArrayView authorization); // the field's value

// The 401 for a request without a good token, with its WWW-Authenticate; the error code is only named when a token
// was given (RFC 6750, 3).
http::AppError notAuthenticated(bool tokenGiven, const QString &needed);

} // namespace signalbox::auth
