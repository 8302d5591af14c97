// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/api.h"

namespace signalbox::users {

class UserService;

// The routes under /admin/users: what the window manages users with. docs/admin-api.md describes them. `requireAdmin`
// lets only admins through; `service` outlives the api.
void registerAdminUsers(http::Api &api, UserService &service, const http::Middleware &requireAdmin);

} // namespace signalbox::users
