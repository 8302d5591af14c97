// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/rate_limit.h"

#include <QCoro/QCoroTask>

#include <functional>
#include <memory>
#include <optional>

namespace signalbox::http {
class Api;
class Context;
} // namespace signalbox::http

namespace signalbox::users {
class UserNames;
struct User;
} // namespace signalbox::users

namespace signalbox::auth {

class AuthService;

// Of each address; without one the route shares the limit of all.
struct AuthRates {
    std::optional<http::RateLimit> registration;
    std::optional<http::RateLimit> refresh;
};

// What is done for a user who has just registered; the answer waits for it. It doesn't throw.
using Registered = std::function<QCoro::Task<>(http::Context &, users::User)>;

// POST /auth/register, /auth/login, /auth/refresh and /auth/logout, as the contract has them. `service` outlives the
// api; `names` are those of the api's reactor.
void registerAuth(http::Api &api, AuthService &service, std::shared_ptr<users::UserNames> names, AuthRates rates,
                  Registered registered = {});

} // namespace signalbox::auth
