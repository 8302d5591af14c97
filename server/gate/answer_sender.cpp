// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gate/answer_sender.h"

#include "gate/answer_stream.h"
#include "gate/connection.h"
#include "gate/response_writer.h"
#include "gate/transport.h"

#include <algorithm>

namespace signalbox::gate {

namespace {

// A body up to this is copied behind its head, so that both go out in one write.
constexpr qsizetype copiedBody = 64 * 1024;
// Answers of a pipeline are gathered up to this before they are written.
constexpr qsizetype fullBatch = 128 * 1024;
// A write buffer that grew beyond is not kept.
constexpr qsizetype keptBuffer = 512 * 1024;
constexpr char continueAnswer[] = "HTTP/1.1 100 Continue\r\n\r\n";

bool sendsBody(const ConnectionExchange &exchange, BodyFraming framing)
{
    return framing != BodyFraming::None && exchange.head().method != http::Method::Head;
}

qint64 announcedLength(const http::Reply &reply)
{
    return reply.headers.contains("content-length") ? reply.headers.value("content-length").toLongLong() : -1;
}

} // namespace

AnswerSender::AnswerSender(GateContext &context, Connection &connection)
    : m_context(context)
    , m_connection(connection)
{
}

AnswerSender::~AnswerSender() = default;

void AnswerSender::add(std::shared_ptr<ConnectionExchange> exchange)
{
    m_exchanges.push_back(std::move(exchange));
}

bool AnswerSender::hasUnanswered() const
{
    return m_stream
        || std::any_of(m_exchanges.begin() + static_cast<std::ptrdiff_t>(m_serialised), m_exchanges.end(),
                       [](const auto &exchange) { return !exchange->isAnswered(); });
}

bool AnswerSender::hasRoom() const
{
    return m_output.unsent() < m_context.limits.unsentBytes / 4;
}

bool AnswerSender::isNextReady() const
{
    return !m_broken && !m_closing && !m_stream && m_serialised < m_exchanges.size()
        && m_exchanges[m_serialised]->isAnswered();
}

void AnswerSender::send(Transport &transport)
{
    if (m_sending || !isNextReady())
        return;
    m_sending = true;
    sendReady(transport);
    m_sending = false;
    finishWritten();
}

void AnswerSender::sendReady(Transport &transport)
{
    QByteArray batch = std::exchange(m_context.writeBuffer, {});
    while (isNextReady())
        appendAnswer(*m_exchanges[m_serialised], batch, transport);
    writeBatch(batch, transport);
    if (batch.capacity() <= keptBuffer)
        m_context.writeBuffer = std::move(batch);
}

void AnswerSender::appendAnswer(ConnectionExchange &exchange, QByteArray &batch, Transport &transport)
{
    const http::Reply &reply = exchange.reply();
    const bool hasBody = sendsBody(exchange, framingOf(reply, exchange.head()));
    exchange.setOutputStart(m_output.queued() + batch.size());
    appendAnswerHead(exchange, batch);
    if (hasBody && reply.producer) {
        startStream(exchange);
        return;
    }
    if (hasBody)
        appendBody(exchange, batch, transport);
    exchange.setOutputEnd(m_output.queued() + batch.size());
    exchange.releaseReply();
    m_closing = exchange.isClosing();
    ++m_serialised;
    if (batch.size() >= fullBatch)
        writeBatch(batch, transport);
}

void AnswerSender::appendAnswerHead(ConnectionExchange &exchange, QByteArray &batch)
{
    http::Reply &reply = exchange.reply();
    const http::RequestHead &head = exchange.head();
    const bool lastOfDrain = m_context.draining && isLast(m_serialised) && m_connection.isBetweenRequests();
    if (!head.keepAlive || lastOfDrain || framingOf(reply, head) == BodyFraming::UntilClose)
        exchange.setClosing();
    appendHead(batch, reply, {head, m_context.date.field(), exchange.isClosing()});
}

void AnswerSender::appendBody(ConnectionExchange &exchange, QByteArray &batch, Transport &transport)
{
    QByteArray &body = exchange.reply().body;
    if (body.size() <= copiedBody) {
        batch.append(body);
        return;
    }
    writeBatch(batch, transport);
    m_broken = m_broken || !m_output.write(std::move(body), transport);
}

void AnswerSender::startStream(ConnectionExchange &exchange)
{
    http::Reply &reply = exchange.reply();
    m_stream = std::make_shared<AnswerStream>(m_connection, framingOf(reply, exchange.head()), announcedLength(reply));
    // Later, when the head has gone out and nothing of this is on the stack.
    m_context.deferred.post(
        [stream = m_stream, producer = std::move(reply.producer)] { runProducer(producer, stream); });
}

void AnswerSender::writeBatch(QByteArray &batch, Transport &transport)
{
    if (!m_broken && !batch.isEmpty())
        m_broken = !m_output.write(QByteArrayView(batch), transport);
    batch.resize(0); // keeps its memory
}

void AnswerSender::finishWritten()
{
    // Telling an outcome runs others' code, which may answer and so come back here.
    while (m_serialised > 0 && m_exchanges.front()->noteWritten(m_output.written())) {
        auto exchange = std::move(m_exchanges.front());
        m_exchanges.erase(m_exchanges.begin());
        --m_serialised;
        exchange->finish();
        retire(std::move(exchange));
    }
    const std::size_t begun = std::min(m_exchanges.size(), m_serialised + (m_stream ? 1 : 0));
    for (std::size_t index = 0; index < begun; ++index)
        m_exchanges[index]->noteWritten(m_output.written());
}

void AnswerSender::onWritable(Transport &transport)
{
    m_broken = m_broken || !m_output.flush(transport);
    finishWritten();
    wakeProducer();
}

void AnswerSender::wakeProducer()
{
    if (m_stream && m_stream->isWaiting() && hasRoom())
        m_context.deferred.post([stream = m_stream] { stream->wake(); });
}

void AnswerSender::sendChunk(QByteArrayView chunk, Transport &transport)
{
    if (m_stream->framing() != BodyFraming::Chunked) {
        m_broken = m_broken || !m_output.write(chunk, transport);
    } else {
        QByteArray batch = std::exchange(m_context.writeBuffer, {});
        appendChunk(batch, chunk);
        writeBatch(batch, transport);
        if (batch.capacity() <= keptBuffer)
            m_context.writeBuffer = std::move(batch);
    }
    finishWritten();
}

void AnswerSender::endStream(Transport &transport)
{
    const auto exchange = m_exchanges[m_serialised];
    if (m_stream->framing() == BodyFraming::Chunked)
        m_broken = m_broken || !m_output.write(QByteArrayView(lastChunk), transport);
    closeStream();
    exchange->setOutputEnd(m_output.queued());
    exchange->releaseReply();
    m_closing = exchange->isClosing();
    ++m_serialised;
    finishWritten();
}

void AnswerSender::failStream(QByteArray error)
{
    m_exchanges[m_serialised]->setError(std::move(error));
}

void AnswerSender::writeContinue(Transport &transport)
{
    m_broken = m_broken || !m_output.write(QByteArrayView(continueAnswer), transport);
}

void AnswerSender::abort()
{
    m_output.clear();
    m_serialised = 0;
    closeStream();
    for (auto &exchange : std::exchange(m_exchanges, {})) {
        exchange->abort();
        retire(std::move(exchange));
    }
}

void AnswerSender::closeStream()
{
    const auto stream = std::exchange(m_stream, nullptr);
    if (!stream)
        return;
    stream->detach();
    m_context.deferred.post([stream] { stream->wake(); });
}

void AnswerSender::forget()
{
    m_exchanges.clear();
    m_serialised = 0;
}

void AnswerSender::retire(std::shared_ptr<ConnectionExchange> exchange)
{
    // Its sink may be what is answering just now.
    if (exchange->sink())
        m_context.deferred.post([sink = exchange->takeSink()] {});
}

} // namespace signalbox::gate
