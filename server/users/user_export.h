// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/reply.h"
#include "users/user_search.h"

namespace signalbox::users {

class UserService;

// Users as CSV (RFC 4180), streamed a page at a time. `service` outlives the answer.
http::Reply exportUsers(UserService &service, UserSearch search);

// One field, quoted where it must be. What a spreadsheet would take for a formula gets an apostrophe before it.
QByteArray csvField(const QString &text);

} // namespace signalbox::users
