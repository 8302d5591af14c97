// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/context.h"

#include "http/app_error.h"
#include "http/context_private.h"
#include "http/route.h"

namespace signalbox::http {

namespace {

// A handler in a loop must not fill the journal with one request; what is beyond is not kept.
constexpr std::size_t maxSpans = 256;
constexpr std::size_t noSpan = Context::Private::noSpan;

qint64 microseconds(Exchange::Clock::duration duration)
{
    return std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
}

} // namespace

qint64 Context::Private::sinceStartUs(Exchange::Clock::time_point at) const
{
    return microseconds(at - exchange->start());
}

void Context::Private::requireQuery() const
{
    if (queryError != PercentError::None)
        throw AppError(400, QStringLiteral("The query holds ") + describe(queryError));
}

std::size_t Context::Private::openSpan(QByteArray kind, QByteArray name)
{
    if (!traced)
        return noSpan;
    return openSpan(std::move(kind), std::move(name), Exchange::Clock::now());
}

std::size_t Context::Private::openSpan(QByteArray kind, QByteArray name, Exchange::Clock::time_point at)
{
    if (!traced || std::size_t(spans.size()) >= maxSpans)
        return noSpan;
    spans.append(Span{std::move(kind), std::move(name), {}, sinceStartUs(at), -1, false});
    return std::size_t(spans.size()) - 1;
}

void Context::Private::closeSpan(std::size_t index)
{
    if (index == noSpan || spans[qsizetype(index)].durationUs >= 0)
        return;
    Span &span = spans[qsizetype(index)];
    span.durationUs = sinceStartUs(Exchange::Clock::now()) - span.startUs;
}

Context::Context(std::shared_ptr<Exchange> exchange)
    : d(std::make_unique<Private>(std::move(exchange)))
{
}

Context::~Context() = default;

const RequestHead &Context::head() const
{
    return d->exchange->head();
}

const QByteArray &Context::body() const
{
    return d->exchange->body();
}

void Context::requireBody() const
{
    if (const gate::Refusal &refusal = d->exchange->bodyRefusal())
        throw toError(refusal);
}

const Peer &Context::peer() const
{
    return d->exchange->peer();
}

QByteArrayView Context::header(QByteArrayView name) const
{
    return head().headers.value(name);
}

const std::shared_ptr<Exchange> &Context::exchange() const
{
    return d->exchange;
}

BodyStream &Context::bodyStream() const
{
    Q_ASSERT_X(d->bodyStream, "Context::bodyStream", "the route lacks RouteOptions::streamsBody");
    return *d->bodyStream;
}

QString Context::param(QByteArrayView name) const
{
    const qsizetype index = d->match.route ? d->match.route->parameters.indexOf(name) : -1;
    Q_ASSERT_X(index >= 0, "Context::param", "the pattern of this route has no such parameter");
    return index < 0 ? QString() : QString::fromUtf8(d->match.values[index]);
}

QString Context::query(QByteArrayView name, const QString &fallback) const
{
    return d->query.value(name, fallback);
}

QStringList Context::queryAll(QByteArrayView name) const
{
    return d->query.values(name);
}

const QList<std::pair<QString, QString>> &Context::queryItems() const
{
    return d->query.items();
}

const QJsonObject &Context::json() const
{
    Q_ASSERT_X(d->json, "Context::json", "the route lacks the jsonBody() middleware");
    static const QJsonObject none;
    return d->json ? *d->json : none;
}

const ValidatedInput &Context::input() const
{
    return d->input;
}

QByteArray Context::requestId() const
{
    return d->requestId;
}

QByteArray Context::traceId() const
{
    return d->traceId;
}

QByteArray Context::spanId() const
{
    return d->spanId;
}

QByteArray Context::route() const
{
    return d->match.route ? d->match.route->pattern : QByteArray();
}

QByteArray Context::user() const
{
    return d->user;
}

void Context::setUser(QByteArray user)
{
    d->user = std::move(user);
}

void Context::setUserName(std::shared_ptr<const QByteArray> name)
{
    d->userName = std::move(name);
}

const Identity *Context::identity() const
{
    return d->identity ? &*d->identity : nullptr;
}

void Context::setIdentity(Identity identity)
{
    d->user = identity.userId;
    d->identity = std::move(identity);
}

bool Context::isAborted() const
{
    return d->exchange->isAborted();
}

TraceSpan Context::span(QByteArray kind, QByteArray name)
{
    return TraceSpan(*d, std::move(kind), std::move(name));
}

void Context::addSpan(QByteArray kind, QByteArray name, Clock::time_point from, Clock::time_point to, bool failed)
{
    if (d->traced && std::size_t(d->spans.size()) < maxSpans)
        d->spans.append(
            Span{std::move(kind), std::move(name), {}, d->sinceStartUs(from), microseconds(to - from), failed});
}

TraceSpan::TraceSpan(Context::Private &context, QByteArray kind, QByteArray name)
    : m_context(&context)
    , m_index(context.openSpan(std::move(kind), std::move(name)))
{
}

TraceSpan::TraceSpan(TraceSpan &&other) noexcept
    : m_context(std::exchange(other.m_context, nullptr))
    , m_index(other.m_index)
{
}

TraceSpan::~TraceSpan()
{
    end();
}

void TraceSpan::setDetail(QByteArray detail)
{
    if (m_context && m_index != noSpan)
        m_context->spans[qsizetype(m_index)].detail = std::move(detail);
}

void TraceSpan::fail(QByteArray why)
{
    if (!m_context || m_index == noSpan)
        return;
    m_context->spans[qsizetype(m_index)].failed = true;
    m_context->spans[qsizetype(m_index)].detail = std::move(why);
}

void TraceSpan::end()
{
    if (m_context)
        std::exchange(m_context, nullptr)->closeSpan(m_index);
}

} // namespace signalbox::http
