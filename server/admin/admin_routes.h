// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "admin/cache_report.h"
#include "http/api.h"

#include <QDateTime>
#include <QStringList>
#include <QUrl>

#include <memory>

namespace signalbox::telemetry {
class Telemetry;
}

namespace signalbox::http {
class ReadyChecks;
}

namespace signalbox::store {
class DatabasePool;
}

namespace signalbox::users {
class UserService;
}

namespace signalbox::admin {

class Authenticator;
class Feed;
class LiveSwitch;

// What the server says of itself, fixed while it listens.
struct ServerFacts {
    QString name;
    QString dataDirectory;
    QUrl url;
    QDateTime startedAt;
    int threads = 0;
    bool tls = false;
};

// What the admin API works on. All of it outlives the Api that the routes are registered with.
struct Services {
    telemetry::Telemetry &telemetry;
    const ServerFacts &server;
    const http::ReadyChecks &ready;
    const store::DatabasePool &database;
    users::UserService &users;
    CacheServices cache;
    LiveSwitch &demo; // the routes under /demo
    std::shared_ptr<const Authenticator> authenticator;
    QStringList allowedOrigins; // of browsers' pages that may open the feed, beside this server's own
    Feed &feed; // of this reactor
};

// The routes under /admin; docs/admin-api.md describes them.
void registerAdmin(http::Api &api, const Services &services);

} // namespace signalbox::admin
