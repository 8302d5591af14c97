// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/api.h"

#include <QDateTime>
#include <QStringList>
#include <QUrl>

#include <atomic>
#include <memory>

namespace signalbox::telemetry {
class Telemetry;
}

namespace signalbox::admin {

class Authenticator;
class Feed;

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
    const std::atomic<bool> &draining;
    std::atomic<bool> &demo; // whether the routes under /demo exist
    std::shared_ptr<const Authenticator> authenticator;
    QStringList allowedOrigins; // of browsers' pages that may open the feed, beside this server's own
    Feed &feed; // of this reactor
};

// The routes under /admin; docs/admin-api.md describes them.
void registerAdmin(http::Api &api, const Services &services);

} // namespace signalbox::admin
