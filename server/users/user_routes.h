// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <memory>

namespace signalbox::http {
class Api;
}
namespace signalbox::auth {
class Authentication;
}

namespace signalbox::users {

class UserService;

// The routes under /users, as the contract has them. `service` outlives the api.
void registerUsers(http::Api &api, UserService &service, std::shared_ptr<auth::Authentication> authentication);

} // namespace signalbox::users
