// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/schema.h"

namespace signalbox::users {

// The contract's schemas of users, as routes describe them.
http::Schema userSchema(); // {id, email, name, role, disabled, createdAt, updatedAt}
http::Schema nameSchema();
http::Schema roleSchema();
http::Schema idParameter(); // {id}
http::Schema newUserBody(); // {email, password, name, role?}
http::Schema userChangeBody(); // {email?, name?, role?, disabled?, password?}
http::Schema userListQuery(); // ?role=&q=&page=&limit=

} // namespace signalbox::users
