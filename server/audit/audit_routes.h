// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/api.h"

namespace signalbox::store {
class DatabasePool;
}

namespace signalbox::audit {

// GET /admin/audit. `requireAdmin` lets only admins through; `database` outlives the api.
void registerAudit(http::Api &api, store::DatabasePool &database, const http::Middleware &requireAdmin);

} // namespace signalbox::audit
