// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "admin/admin_routes.h"

#include <QStringList>

#include <atomic>
#include <memory>

namespace signalbox::http {
class Api;
}

namespace signalbox {

// What the reactors of one server share. Made by the Server, outlives its reactors; only the atomics change while
// they run.
struct Application {
    telemetry::Telemetry &telemetry;
    admin::ServerFacts facts;
    std::atomic<bool> draining{false};
    std::atomic<bool> demo{false};
    std::shared_ptr<const admin::Authenticator> authenticator;
    QStringList corsOrigins;
    std::shared_ptr<std::atomic<int>> connections = std::make_shared<std::atomic<int>>(0);
    std::shared_ptr<std::atomic<int>> feedClients = std::make_shared<std::atomic<int>>(0);
};

// Registers the routes of every feature with the Api of one reactor: the one place that names them all.
void registerFeatures(http::Api &api, Application &application, admin::Feed &feed);

} // namespace signalbox
