// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

#include <functional>
#include <memory>

namespace signalbox::auth {
class Authentication;
}
namespace signalbox::http {
class Api;
}
namespace signalbox::redis {
class Clients;
}

namespace signalbox::jobs {

struct JobRouteSettings {
    redis::Clients &redis;
    QByteArray prefix; // of the queues' keys
    std::function<void(const QByteArray &queue)> touched; // something was added there
};

// POST /jobs/:queue and GET /jobs/:queue/:id, as the contract has them. What `settings` refers to outlives the api.
void registerJobs(http::Api &api, JobRouteSettings settings, std::shared_ptr<auth::Authentication> authentication);

} // namespace signalbox::jobs
