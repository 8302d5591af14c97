// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "admin/cache_report.h"
#include "http/api.h"

namespace signalbox::store {
class DatabasePool;
}

namespace signalbox::admin {

class AuditedRuns;

// The routes under /admin/cache: figures of the cache, its settings, what it forgot and why. docs/admin-api.md
// describes them. `requireAdmin` lets only admins through; `database`, for the audit log, and `runs` outlive the api.
void registerCache(http::Api &api, const CacheServices &services, store::DatabasePool &database, AuditedRuns &runs,
                   const http::Middleware &requireAdmin);

} // namespace signalbox::admin
