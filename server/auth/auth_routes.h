// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/rate_limit.h"

#include <memory>
#include <optional>

namespace signalbox::http {
class Api;
}

namespace signalbox::users {
class UserNames;
}

namespace signalbox::auth {

class AuthService;

// Of each address; without one the route shares the limit of all.
struct AuthRates {
    std::optional<http::RateLimit> registration;
    std::optional<http::RateLimit> refresh;
};

// POST /auth/register, /auth/login, /auth/refresh and /auth/logout, as the contract has them. `service` outlives the
// api; `names` are those of the api's reactor.
void registerAuth(http::Api &api, AuthService &service, std::shared_ptr<users::UserNames> names, AuthRates rates);

} // namespace signalbox::auth
