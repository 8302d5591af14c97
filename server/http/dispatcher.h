// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gate/application.h"
#include "http/deadlines.h"
#include "http/identifiers.h"
#include "http/reply.h"
#include "http/router.h"

#include <QCoro/QCoroTask>

#include <exception>
#include <memory>

namespace signalbox::telemetry {
class Shard;
class Telemetry;
} // namespace signalbox::telemetry

namespace signalbox::http {

class Api;
class Context;

// What stands between a gate and an Api: routes requests, runs their middleware and handler, turns what they throw
// into answers, keeps their deadlines and tells telemetry. A handler that is done when it returns costs no coroutine
// frame beside its own, and no timer.
// One for each reactor: made, used and destroyed on its thread, after its gate. `api` and `telemetry` outlive it.
class Dispatcher final : public gate::Application {
public:
    Dispatcher(Api &api, telemetry::Telemetry &telemetry, int reactor);
    ~Dispatcher() override;

    gate::Admission admit(const RequestHead &head) override;
    void begin(const std::shared_ptr<Exchange> &exchange, const gate::Admission &admission) override;
    void handle(std::shared_ptr<Exchange> exchange) override;
    std::unique_ptr<gate::BodySink> openStream(std::shared_ptr<Exchange> exchange,
                                               std::function<void()> resume) override;
    Reply refusal(int status, const QByteArray &message, const std::shared_ptr<Exchange> &exchange) override;
    void connectionOpened() override;
    void connectionClosed() override;

private:
    RouteMatch route(const RequestHead &head);
    const std::shared_ptr<Context> &contextOf(const std::shared_ptr<Exchange> &exchange);
    void run(std::shared_ptr<Context> context);
    QCoro::Task<> finishLater(std::shared_ptr<Context> context, QCoro::Task<Reply> task, std::shared_ptr<bool> alive);
    void conclude(Context &context, Reply reply);
    void complete(const Context &context, Reply &reply);
    void fail(Context &context, const std::exception_ptr &failure);
    void timeOut(Context &context);
    void acceptUpgrade(Context &context);
    void finished(Context &context, const Outcome &outcome);
    void record(Context &context, const Outcome &outcome);
    void capture(const Context &context, const Reply &reply);

    Api &m_api;
    telemetry::Telemetry &m_telemetry;
    telemetry::Shard &m_shard;
    const int m_reactor;
    Identifiers m_identifiers;
    Deadlines m_deadlines;
    std::shared_ptr<bool> m_alive; // false once this is gone: handlers that still wait then end without an answer
    // What admit() found, for the begin() that follows it. Keeps the target, so that its address stands for it.
    QByteArray m_admittedTarget;
    RouteMatch m_admittedMatch;
};

} // namespace signalbox::http
