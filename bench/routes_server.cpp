// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

// One reactor with ROUTES routes of a real API's shape, listening on PORT: what a request costs must not grow with
// their number.

#include "gate/gate.h"
#include "http/api.h"
#include "http/dispatcher.h"
#include "telemetry/telemetry.h"

#include <QCoreApplication>

using namespace signalbox;

namespace {

QCoro::Task<http::Reply> answer(http::Context &context)
{
    co_return http::Reply::json({{QStringLiteral("id"), context.param("id")}});
}

QCoro::Task<http::Reply> health(http::Context &)
{
    co_return http::Reply::json({{QStringLiteral("ok"), true}});
}

// Five routes for each resource.
void registerRoutes(http::Api &api, int count)
{
    api.get("/health", &health);
    for (int i = 0; i < count; i += 5) {
        const QByteArray resource = "/resource" + QByteArray::number(i / 5);
        api.get(resource + "/:id", &answer);
        api.put(resource + "/:id", &answer);
        api.del(resource + "/:id", &answer);
        api.get(resource + "/:id/items", &answer);
        api.post(resource + "/:id/items", &answer);
    }
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    telemetry::Settings settings;
    settings.logLevel = QStringLiteral("warn");
    telemetry::Telemetry telemetry(settings, 1);
    http::Api api;
    registerRoutes(api, qEnvironmentVariableIntValue("ROUTES"));
    http::Dispatcher dispatcher(api, telemetry, 0);
    gate::Gate gate({}, dispatcher, std::make_shared<std::atomic<int>>(0));
    if (!gate.listen(QHostAddress(QHostAddress::LocalHost), quint16(qEnvironmentVariableIntValue("PORT"))))
        return 1;
    return application.exec();
}
