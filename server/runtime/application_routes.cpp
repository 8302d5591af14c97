// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "demo/demo_routes.h"
#include "http/health_routes.h"
#include "runtime/application.h"

namespace signalbox {

void registerFeatures(http::Api &api, Application &application, admin::Feed &feed)
{
    http::registerHealth(api, application.telemetry, application.draining);
    demo::registerDemo(api, application.demo);
    admin::registerAdmin(api,
                         {application.telemetry, application.facts, application.draining, application.demo,
                          application.authenticator, application.corsOrigins, feed});
}

} // namespace signalbox
