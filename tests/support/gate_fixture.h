// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gate/application.h"
#include "gate/gate.h"
#include "support/raw_client.h"

#include <QtTest>

#include <functional>

namespace signalbox::test {

// A small application behind a gate: answers "GET /x" with "x" unless a test says otherwise, and keeps what it saw.
class GateApplication final : public gate::Application {
public:
    using ExchangePointer = std::shared_ptr<http::Exchange>;

    std::function<gate::Admission(const http::RequestHead &)> onAdmit;
    std::function<void(ExchangePointer)> onHandle;
    std::function<std::unique_ptr<gate::BodySink>(ExchangePointer, std::function<void()>)> onOpenStream;

    QList<http::Outcome> outcomes;
    QList<QByteArray> begun; // "GET /x"
    int aborts = 0;
    int opened = 0;
    int closed = 0;

    gate::Admission admit(const http::RequestHead &head) override
    {
        if (onAdmit)
            return onAdmit(head);
        return {};
    }

    void begin(const ExchangePointer &exchange, const gate::Admission &) override
    {
        begun.append(exchange->head().methodName + ' ' + exchange->head().target);
        exchange->onFinished([this](const http::Outcome &outcome) { outcomes.append(outcome); });
        exchange->onAborted([this] { ++aborts; });
    }

    void handle(ExchangePointer exchange) override
    {
        if (const gate::Refusal refused = exchange->bodyRefusal())
            return exchange->respond(refusal(refused.status, refused.message, exchange));
        if (onHandle)
            return onHandle(std::move(exchange));
        const QByteArrayView path = exchange->head().rawPath();
        exchange->respond(http::Reply::text(path.sliced(1).toByteArray() + exchange->body()));
    }

    std::unique_ptr<gate::BodySink> openStream(ExchangePointer exchange, std::function<void()> resume) override
    {
        return onOpenStream(std::move(exchange), std::move(resume));
    }

    http::Reply refusal(int status, const QByteArray &message, const ExchangePointer &) override
    {
        return http::Reply::json(QJsonObject{{QStringLiteral("error"), QString::fromLatin1(message)}}, status);
    }

    void connectionOpened() override { ++opened; }
    void connectionClosed() override { ++closed; }
};

// A gate on a free port of the loopback address, with its application.
struct GateFixture {
    explicit GateFixture(gate::Limits limits = {}, std::optional<QSslConfiguration> tls = {},
                         gate::DeadlineClock clock = gate::coarseNow)
        : gate({limits, std::move(tls), std::move(clock)}, application, connections)
    {
        const bool listening = gate.listen(QHostAddress::LocalHost, 0);
        if (!listening)
            qFatal("the gate can't listen: %s", qPrintable(gate.errorString()));
    }

    // When this returns, the gate has turned several times, and so seen what was sent to it before: it has refused
    // another client's request, of which no handler hears.
    void turn() const
    {
        RawClient probe(gate.port());
        probe.send("?");
        QCOMPARE(probe.answer().status, 400);
    }

    GateApplication application;
    std::shared_ptr<std::atomic<int>> connections = std::make_shared<std::atomic<int>>(0);
    gate::Gate gate;
};

} // namespace signalbox::test
