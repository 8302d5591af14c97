// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/api.h"
#include "http/identity.h"

#include <initializer_list>
#include <memory>

namespace signalbox::auth {

class Authentication;

// Lets only those through who bring a good access token (401), and makes them the context's identity(). The piece is
// of one reactor: make one for each Api.
http::Middleware requireAuth(std::shared_ptr<Authentication> authentication);

// After requireAuth(): only those roles (403).
http::Middleware allowRoles(std::initializer_list<http::Role> roles);

// After requireAuth(): only the user whom the path's `parameter` names, and those roles (403).
http::Middleware selfOr(std::initializer_list<http::Role> roles, QByteArray parameter = "id");

// The identity of a request that passed requireAuth(); without it this is a programming error.
const http::Identity &identityOf(const http::Context &context);

} // namespace signalbox::auth
