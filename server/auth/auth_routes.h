// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace signalbox::http {
class Api;
}

namespace signalbox::auth {

class AuthService;

// POST /auth/register, /auth/login, /auth/refresh and /auth/logout, as the contract has them. `service` outlives the
// api.
void registerAuth(http::Api &api, AuthService &service);

} // namespace signalbox::auth
