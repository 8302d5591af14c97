// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gate/body_receiver.h"

#include <algorithm>

namespace signalbox::gate {

namespace {

// Of a body that was announced, reserved before it has come.
constexpr qint64 mostReserved = 64 * 1024;

} // namespace

BodyReceiver::BodyReceiver(GateContext &context)
    : m_context(context)
{
}

void BodyReceiver::start(std::shared_ptr<ConnectionExchange> exchange, qint64 limit)
{
    m_exchange = std::move(exchange);
    m_reader.start(m_exchange->head(), limit);
    m_paused = false;
}

void BodyReceiver::openSink(std::function<void()> resume)
{
    const auto exchange = m_exchange;
    exchange->setSink(m_context.application.openStream(exchange, std::move(resume)));
}

qsizetype BodyReceiver::take(QByteArrayView bytes)
{
    const BodyReader::Piece piece = m_reader.read(bytes, m_context.limits);
    m_exchange->addBytesIn(piece.consumed);
    if (!piece.data.isEmpty())
        deliver(piece.data);
    return piece.consumed;
}

void BodyReceiver::deliver(QByteArrayView data)
{
    if (BodySink *sink = m_exchange->sink()) {
        m_paused = !sink->write(data);
        return;
    }
    QByteArray &body = m_exchange->bodyBuffer();
    if (body.isEmpty())
        body.reserve(static_cast<qsizetype>(
            std::min(std::max<qint64>(m_exchange->head().contentLength, data.size()), mostReserved)));
    body.append(data);
}

void BodyReceiver::finish()
{
    const auto exchange = std::exchange(m_exchange, nullptr);
    if (BodySink *sink = exchange->sink())
        sink->finish();
    else if (!exchange->isAnswered())
        m_context.application.handle(exchange);
}

std::shared_ptr<ConnectionExchange> BodyReceiver::stop()
{
    m_exchange->setClosing();
    return std::exchange(m_exchange, nullptr);
}

std::shared_ptr<ConnectionExchange> BodyReceiver::abort()
{
    auto exchange = stop();
    if (BodySink *sink = exchange->sink())
        sink->abort();
    return exchange;
}

void BodyReceiver::refuse(const Refusal &refusal)
{
    const auto exchange = stop();
    exchange->refuseBody(refusal);
    if (BodySink *sink = exchange->sink())
        sink->refuse(refusal);
    else if (!exchange->isAnswered())
        m_context.application.handle(exchange);
}

} // namespace signalbox::gate
