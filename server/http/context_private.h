// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/body_stream.h"
#include "http/context.h"
#include "http/deadlines.h"
#include "http/query.h"
#include "http/rate_limiter.h"
#include "http/router.h"
#include "http/validated_input.h"
#include "request_record.h"

#include <QVarLengthArray>

#include <optional>

namespace signalbox::http {

// What the dispatcher and its middleware keep with a request.
struct Context::Private {
    explicit Private(std::shared_ptr<Exchange> exchange_)
        : exchange(std::move(exchange_))
    {
    }

    static constexpr std::size_t noSpan = ~std::size_t(0); // not kept

    qint64 sinceStartUs(Exchange::Clock::time_point at) const;
    std::size_t openSpan(QByteArray kind, QByteArray name); // now
    std::size_t openSpan(QByteArray kind, QByteArray name, Exchange::Clock::time_point at);
    void requireQuery() const; // throws the 400 of one that can't be read
    void closeSpan(std::size_t index);

    std::shared_ptr<Exchange> exchange;
    RouteMatch match;
    Query query;
    PercentError queryError = PercentError::None;
    std::optional<QJsonObject> json;
    ValidatedInput input;
    std::optional<std::pair<RateLimit, RateDecision>> rate; // for the answer's RateLimit-… fields
    std::shared_ptr<BodyStream> bodyStream;
    QByteArray requestId;
    QByteArray traceId;
    QByteArray spanId;
    QByteArray user;
    std::shared_ptr<const QByteArray> userName;
    std::optional<Identity> identity;
    QByteArray error; // for the record
    QVarLengthArray<Span, 4> spans; // bounded: see openSpan()
    qint64 atUs = 0; // start, since the epoch
    Exchange::Clock::time_point begunAt; // when its head was there
    std::optional<Deadlines::Ticket> deadline;
    std::size_t handlerSpan = noSpan;
    quint64 routeKey = 0; // for telemetry, when observed
    int active = 0; // in flight on the server when it began
    bool observed = true;
    bool traced = true; // spans are kept
    bool answered = false; // by the dispatcher: a later answer is dropped
};

} // namespace signalbox::http
