// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <memory>

namespace signalbox::http {
class Api;
}

namespace signalbox::users {
class UserNames;
}

namespace signalbox::auth {

class AuthService;

// POST /auth/register, /auth/login, /auth/refresh and /auth/logout, as the contract has them. `service` outlives the
// api; `names` are those of the api's reactor.
void registerAuth(http::Api &api, AuthService &service, std::shared_ptr<users::UserNames> names);

} // namespace signalbox::auth
