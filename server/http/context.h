// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/exchange.h"
#include "http/identity.h"
#include "telemetry/span_sink.h"

#include <QByteArrayView>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <memory>
#include <utility>

namespace signalbox {
struct Span;
}

namespace signalbox::http {

class BodyStream;
class TraceSpan;
class ValidatedInput;

// What a handler knows of its request. Made by the dispatcher, lives until the handler and the answer are both
// done. Reactor thread only.
class Context : public telemetry::SpanSink {
public:
    explicit Context(std::shared_ptr<Exchange> exchange);
    ~Context() override;
    Context(const Context &) = delete;
    Context &operator=(const Context &) = delete;

    const RequestHead &head() const;
    const QByteArray &body() const;
    // Throws the 413 of a body that the gate did not take, since it is over the route's limit. For middleware that
    // looks at the body; handlers are not called without it.
    void requireBody() const;
    const Peer &peer() const;
    QByteArrayView header(QByteArrayView name) const;
    const std::shared_ptr<Exchange> &exchange() const;

    // The body in chunks, of a route with RouteOptions::streamsBody; of others it asserts.
    BodyStream &bodyStream() const;

    // Decoded once and strictly. A parameter that the pattern has not is a programming error: it asserts.
    QString param(QByteArrayView name) const;
    QString query(QByteArrayView name, const QString &fallback = {}) const; // the first of that name
    QStringList queryAll(QByteArrayView name) const;
    const QList<std::pair<QString, QString>> &queryItems() const; // all, in the order they came

    // The body as JSON, read by the jsonBody() middleware, without which it is a programming error: it asserts.
    const QJsonObject &json() const;

    // Path, query and body as the route describes them, checked. Empty objects for what it doesn't describe.
    const ValidatedInput &input() const;

    QByteArray requestId() const;
    QByteArray traceId() const;
    QByteArray spanId() const;
    QByteArray route() const; // the pattern that matched, empty when none did

    // Who asks, as records and logs name them; empty until an authenticating middleware says.
    QByteArray user() const;
    void setUser(QByteArray user);
    // What people call that user, as the record has it: looked at when the request has ended, so that it may become
    // known until then.
    void setUserName(std::shared_ptr<const QByteArray> name);
    // Who asks, when it is one of the users; null otherwise. Setting it names the user by id.
    const Identity *identity() const;
    void setIdentity(Identity identity);

    // True once the client is gone: long work may stop.
    bool isAborted() const;

    // Times a piece of the request's work until it is destroyed: `auto span = context.span("database", "select
    // users");`
    TraceSpan span(QByteArray kind, QByteArray name);
    void addSpan(QByteArray kind, QByteArray name, Clock::time_point from, Clock::time_point to,
                 bool failed = false) override;

    struct Private;
    Private &internal() { return *d; } // for the dispatcher and the middleware that comes with it

private:
    std::unique_ptr<Private> d;
};

// See Context::span(). Ends at destruction or at end(), whichever comes first.
class TraceSpan {
public:
    TraceSpan(Context::Private &context, QByteArray kind, QByteArray name);
    TraceSpan(TraceSpan &&) noexcept;
    TraceSpan &operator=(TraceSpan &&) = delete;
    ~TraceSpan();
    void setDetail(QByteArray detail);
    void fail(QByteArray why);
    void end();

private:
    Context::Private *m_context;
    std::size_t m_index;
};

} // namespace signalbox::http
