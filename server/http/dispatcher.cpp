// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/dispatcher.h"

#include "http/api_private.h"
#include "http/app_error.h"
#include "http/body_stream.h"
#include "http/context_private.h"
#include "http/error_mapping.h"
#include "http/middleware/rate_limit.h"
#include "http/middleware/request_id.h"
#include "http/middleware/trace_context.h"
#include "http/route.h"
#include "telemetry/redaction.h"
#include "telemetry/route_gauge.h"
#include "telemetry/telemetry.h"

#include <QJsonObject>

namespace signalbox::http {

namespace {

constexpr QByteArrayView requestIdHeader = "x-request-id";

qint64 epochUs(Exchange::Clock::time_point at, Exchange::Clock::time_point now)
{
    using namespace std::chrono;
    return duration_cast<microseconds>(system_clock::now().time_since_epoch() - (now - at)).count();
}

// HTTP's answer to a request that no route takes; an automatic OPTIONS is the one that succeeds.
Reply unrouted(const Context::Private &context)
{
    context.requireQuery();
    switch (context.match.result) {
    case RouteMatch::Result::Malformed:
        throw AppError(400, QStringLiteral("The path holds ") + describe(context.match.error));
    case RouteMatch::Result::MethodNotAllowed:
        if (context.exchange->head().method == Method::Options)
            return Reply::empty(204).withHeader("Allow", context.match.allow);
        throw AppError(405, QStringLiteral("Method not allowed")).withHeader("Allow", context.match.allow);
    default:
        throw AppError(404, QStringLiteral("Not found"));
    }
}

void parseQuery(Context::Private &context)
{
    const QByteArrayView raw = context.exchange->head().rawQuery();
    if (!raw.isEmpty())
        context.query = Query::parse(raw, context.queryError);
}

// Middleware may read it before the handler would.
std::shared_ptr<BodyStream> refusedStream(const gate::Refusal &refusal)
{
    auto stream = std::make_shared<BodyStream>(nullptr);
    stream->fail(toError(refusal));
    return stream;
}

QJsonObject logFields(const Context &context, QByteArrayView cause)
{
    return {{QStringLiteral("requestId"), QString::fromLatin1(context.requestId())},
            {QStringLiteral("traceId"), QString::fromLatin1(context.traceId())},
            {QStringLiteral("method"), QString::fromLatin1(context.head().methodName)},
            {QStringLiteral("path"), QString::fromUtf8(telemetry::RedactedPath(context.head().target).view())},
            {QStringLiteral("route"), QString::fromLatin1(context.route())},
            {QStringLiteral("error"), QString::fromUtf8(cause)}};
}

quint64 patternHashOf(const RouteMatch &match)
{
    static const quint64 ofNone = telemetry::patternHash({});
    return match.route ? match.route->patternHash : ofNone;
}

// Spans that are still open when the record is made end there.
void closeSpans(Context::Private &context, qint64 durationUs)
{
    for (Span &span : context.spans) {
        if (span.durationUs < 0)
            span.durationUs = std::max<qint64>(0, durationUs - span.startUs);
    }
}

} // namespace

Dispatcher::Dispatcher(Api &api, telemetry::Telemetry &telemetry, int reactor)
    : m_api(api)
    , m_telemetry(telemetry)
    , m_shard(telemetry.shard(reactor))
    , m_reactor(reactor)
    , m_deadlines([this](Context &context) { timeOut(context); })
    , m_alive(std::make_shared<bool>(true))
{
}

Dispatcher::~Dispatcher()
{
    *m_alive = false;
}

RouteMatch Dispatcher::route(const RequestHead &head)
{
    if (head.target == "*" && head.method == Method::Options) {
        RouteMatch match;
        match.result = RouteMatch::Result::MethodNotAllowed;
        match.allow = QByteArrayLiteral("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
        return match;
    }
    return m_api.internal().router.find(head.method, head.rawPath(), head.upgrade);
}

gate::Admission Dispatcher::admit(const RequestHead &head)
{
    m_admittedMatch = route(head);
    m_admittedTarget = head.target;
    gate::Admission admission;
    if (const Route *found = m_admittedMatch.route.get()) {
        admission.bodyLimit = found->bodyLimit;
        admission.observed = found->observed;
        if (found->accept && head.upgrade)
            admission.lane = gate::Lane::Upgrade;
        else if (found->streamsBody)
            admission.lane = gate::Lane::Stream;
    } else {
        admission.bodyLimit = m_api.internal().bodyLimit;
        admission.observed = !m_api.internal().isUnobserved(m_admittedMatch.path);
    }
    return admission;
}

void Dispatcher::begin(const std::shared_ptr<Exchange> &exchange, const gate::Admission &admission)
{
    Context &context = *contextOf(exchange);
    Context::Private &d = context.internal();
    const RequestHead &head = exchange->head();
    if (!m_admittedTarget.isNull() && m_admittedTarget.constData() == head.target.constData())
        d.match = std::move(m_admittedMatch);
    else
        d.match = route(head);
    m_admittedTarget = QByteArray();
    d.observed = admission.observed;
    exchange->onFinished([this, &context](const Outcome &outcome) { finished(context, outcome); });
    d.traced = d.observed && m_telemetry.isEnabled();
    if (d.observed) {
        d.routeKey = telemetry::routeKey(head.methodName, patternHashOf(d.match));
        d.active = m_shard.requestStarted(d.routeKey);
    }
}

const std::shared_ptr<Context> &Dispatcher::contextOf(const std::shared_ptr<Exchange> &exchange)
{
    if (exchange->context())
        return exchange->context();
    auto context = std::make_shared<Context>(exchange);
    Context::Private &d = context->internal();
    const Headers &headers = exchange->head().headers;
    d.begunAt = Exchange::Clock::now();
    d.atUs = epochUs(exchange->start(), d.begunAt);
    const QByteArrayView own = headers.value(requestIdHeader);
    d.requestId = isRequestId(own) ? own.toByteArray() : m_identifiers.uuid(d.atUs);
    const auto parent = parseTraceParent(headers.value("traceparent"));
    d.traceId = parent ? parent->traceId.toByteArray() : m_identifiers.traceId();
    d.spanId = m_identifiers.spanId();
    exchange->setContext(std::move(context));
    return exchange->context();
}

void Dispatcher::handle(std::shared_ptr<Exchange> exchange)
{
    std::shared_ptr<Context> context = exchange->context();
    Context::Private &d = context->internal();
    // Without a body this follows at once on begin(): what the clock said there still holds.
    const auto now = exchange->head().contentLength == 0 ? d.begunAt : Exchange::Clock::now();
    if (exchange->body().size() > 0)
        context->addSpan(QByteArrayLiteral("body"), QByteArrayLiteral("read body"), exchange->start(), now);
    if (d.match.route)
        d.handlerSpan = d.openSpan(QByteArrayLiteral("handler"), d.match.route->pattern, now);
    if (const gate::Refusal &refusal = exchange->bodyRefusal(); refusal && d.match.route && d.match.route->streamsBody)
        d.bodyStream = refusedStream(refusal);
    run(std::move(context));
}

void Dispatcher::run(std::shared_ptr<Context> context)
{
    Context::Private &d = context->internal();
    try {
        parseQuery(d);
        if (!d.match.route) {
            context->requireBody();
            return conclude(*context, unrouted(d));
        }
        QCoro::Task<Reply> task = d.match.route->chain(*context);
        auto awaiter = task.operator co_await();
        if (awaiter.await_ready())
            return conclude(*context, awaiter.await_resume());
        if (const auto timeout = d.match.route->timeout; timeout.count() > 0)
            d.deadline = m_deadlines.add(Exchange::Clock::now() + timeout, *context);
        finishLater(context, std::move(task), m_alive);
    } catch (...) {
        fail(*context, std::current_exception());
    }
}

// Lives on its own until the handler is done, and keeps the context for it. Parameters by value: the frame outlives
// the caller.
QCoro::Task<> Dispatcher::finishLater(std::shared_ptr<Context> context, QCoro::Task<Reply> task,
                                      std::shared_ptr<bool> alive)
{
    std::exception_ptr failure;
    Reply reply;
    try {
        reply = co_await task;
    } catch (...) {
        failure = std::current_exception();
    }
    if (!*alive)
        co_return;
    if (auto &deadline = context->internal().deadline) {
        m_deadlines.remove(*deadline);
        deadline.reset();
    }
    if (failure)
        fail(*context, failure);
    else
        conclude(*context, std::move(reply));
}

void Dispatcher::conclude(Context &context, Reply reply)
{
    Context::Private &d = context.internal();
    if (std::exchange(d.answered, true))
        return;
    d.closeSpan(d.handlerSpan);
    if (reply.status == 101 && d.match.route && d.match.route->accept)
        return acceptUpgrade(context);
    complete(context, reply);
    if (d.observed && m_telemetry.isCapturing())
        capture(context, reply);
    d.exchange->respond(std::move(reply));
}

void Dispatcher::complete(const Context &context, Reply &reply)
{
    reply.headers.set(requestIdHeader, context.requestId());
    addRateFields(context, reply.headers);
    for (const ReplyStep &step : m_api.internal().replySteps)
        step(context, reply);
}

void Dispatcher::fail(Context &context, const std::exception_ptr &failure)
{
    Context::Private &d = context.internal();
    MappedError mapped = mapError(failure, d.requestId);
    if (mapped.reply.status >= 500)
        m_telemetry.log().write(telemetry::Level::Error, mapped.unexpected ? "unexpected_error" : "request_failed",
                                logFields(context, mapped.cause));
    if (d.answered)
        return;
    if (d.handlerSpan != Context::Private::noSpan)
        d.spans[qsizetype(d.handlerSpan)].failed = mapped.reply.status >= 500;
    d.error = std::move(mapped.cause);
    conclude(context, std::move(mapped.reply));
}

void Dispatcher::timeOut(Context &context)
{
    Context::Private &d = context.internal();
    d.deadline.reset();
    const auto timeout = d.match.route->timeout;
    fail(context,
         std::make_exception_ptr(AppError(504, QStringLiteral("The request took too long"),
                                          QStringLiteral("no answer within %1 ms").arg(timeout.count()))));
}

void Dispatcher::acceptUpgrade(Context &context)
{
    Context::Private &d = context.internal();
    const std::shared_ptr<Context> shared = d.exchange->context();
    if (auto socket = d.exchange->takeSocket(); socket && shared)
        d.match.route->accept(shared, std::move(socket));
}

std::unique_ptr<gate::BodySink> Dispatcher::openStream(std::shared_ptr<Exchange> exchange, std::function<void()> resume)
{
    const std::shared_ptr<Context> context = exchange->context();
    Context::Private &d = context->internal();
    auto stream = std::make_shared<BodyStream>(std::move(resume));
    d.bodyStream = stream;
    d.handlerSpan = d.openSpan(QByteArrayLiteral("handler"), d.match.route->pattern);
    run(context);
    return makeSink(std::move(stream));
}

Reply Dispatcher::refusal(int status, const QByteArray &message, const std::shared_ptr<Exchange> &exchange)
{
    Context &context = *contextOf(exchange);
    context.internal().answered = true;
    context.internal().error = message;
    Reply reply = errorReply(status, QString::fromUtf8(message), context.requestId());
    complete(context, reply);
    return reply;
}

void Dispatcher::connectionOpened()
{
    m_shard.connectionOpened();
}

void Dispatcher::connectionClosed()
{
    m_shard.connectionClosed();
}

void Dispatcher::finished(Context &context, const Outcome &outcome)
{
    Context::Private &d = context.internal();
    const std::shared_ptr<Context> kept = d.exchange->takeContext();
    if (!outcome.error.isEmpty()) {
        d.error = outcome.error;
        m_telemetry.log().write(telemetry::Level::Error, "stream_failed", logFields(context, d.error));
    }
    if (d.observed)
        record(context, outcome);
}

void Dispatcher::record(Context &context, const Outcome &outcome)
{
    Context::Private &d = context.internal();
    const RequestHead &head = context.head();
    closeSpans(d, outcome.durationUs);
    RecordView view;
    view.id = d.requestId;
    view.traceId = d.traceId;
    view.method = head.methodName;
    view.path = head.target;
    view.route = d.match.route ? QByteArrayView(d.match.route->pattern) : QByteArrayView();
    view.user = d.user;
    view.userName = d.userName ? QByteArrayView(*d.userName) : QByteArrayView();
    view.peer = context.peer().text;
    view.error = d.error;
    view.atUs = d.atUs;
    view.durationUs = outcome.durationUs;
    view.ttfbUs = outcome.ttfbUs;
    view.bytesIn = d.exchange->bytesIn();
    view.bytesOut = outcome.bytesOut;
    view.status = outcome.status;
    view.reactor = m_reactor;
    view.active = d.active;
    view.slow = outcome.durationUs >= m_telemetry.slowUs();
    view.aborted = outcome.aborted;
    m_shard.requestFinished(view, d.routeKey, d.spanId, d.spans.constData(), std::size_t(d.spans.size()));
}

void Dispatcher::capture(const Context &context, const Reply &reply)
{
    telemetry::Telemetry::Capture taken;
    const auto copy = [](const Headers &headers) {
        QList<std::pair<QByteArray, QByteArray>> fields;
        for (const Headers::Field &field : headers)
            fields.emplaceBack(field.name.toByteArray(), field.value.toByteArray());
        return fields;
    };
    taken.requestId = context.requestId();
    taken.requestHeaders = copy(context.head().headers);
    taken.responseHeaders = copy(reply.headers);
    taken.requestBody = context.body();
    taken.responseBody = reply.body;
    taken.requestBodySize = context.body().size();
    taken.responseBodySize = reply.body.size();
    m_telemetry.capture(std::move(taken));
}

} // namespace signalbox::http
