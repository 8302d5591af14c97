// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "admin/queue_services.h"
#include "http/api.h"

namespace signalbox::admin {

// The routes of the Redises whose queues are watched, under /admin/queues; docs/admin-queues.md describes them.
// `requireAdmin` lets only admins through.
void registerQueueConnections(http::Api &api, const QueueServices &services, const http::Middleware &requireAdmin);

} // namespace signalbox::admin
