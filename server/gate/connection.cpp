// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gate/connection.h"

#include "gate/answer_stream.h"

#include <QObject>

namespace signalbox::gate {

namespace {

using Clock = std::chrono::steady_clock;

// More than this is not read ahead of what can be taken.
constexpr qsizetype mostInput = 64 * 1024;
// Thrown away while lingering; what comes beyond stays in the kernel, and the client waits.
constexpr qint64 mostDiscarded = 8 * 1024 * 1024;

bool isSafe(const http::RequestHead &head)
{
    using http::Method;
    const bool method = head.method == Method::Get || head.method == Method::Head || head.method == Method::Options;
    return method && head.contentLength == 0;
}

Refusal refusalOfBody(const http::RequestHead &head, const Admission &admission)
{
    if (head.contentLength > admission.bodyLimit)
        return bodyTooLarge;
    if (admission.lane == Lane::Upgrade && head.contentLength != 0)
        return {400, "A request to upgrade must not have a body"};
    return {};
}

} // namespace

Connection::Connection(GateContext &context, Owner &owner, std::unique_ptr<ConnectionSlot> slot,
                       std::shared_ptr<const http::Peer> peer)
    : m_context(context)
    , m_owner(owner)
    , m_slot(std::move(slot))
    , m_peer(std::move(peer))
    , m_sender(context, *this)
    , m_deadline(*this)
    , m_unsentDeadline(*this)
    , m_body(context)
{
}

Connection::~Connection() = default;

void Connection::start(std::unique_ptr<Transport> transport)
{
    m_transport = std::move(transport);
    if (m_transport->isReady())
        m_phase = Phase::Head;
    settle();
}

void Connection::drain()
{
    settle();
}

// Without queries, which may hold secrets.
QStringList Connection::drop()
{
    QStringList dropped;
    for (const auto &exchange : m_sender.exchanges()) {
        const std::chrono::duration<double> age = Clock::now() - exchange->start();
        dropped.append(QStringLiteral("%1 %2 from %3, %4 s")
                           .arg(QString::fromLatin1(exchange->head().methodName),
                                QString::fromLatin1(exchange->head().rawPath()), QString::fromLatin1(m_peer->text),
                                QString::number(age.count(), 'f', 1)));
    }
    closeTransport(&Transport::reset);
    return dropped;
}

// ---- What the transport tells

void Connection::onReady()
{
    if (m_phase == Phase::Handshake)
        m_phase = Phase::Head;
    settle();
}

void Connection::onReadable()
{
    if (m_closed)
        return;
    auto &buffer = *m_context.readBuffer;
    const qint64 count = m_transport->read(buffer.data(), static_cast<qint64>(buffer.size()));
    if (count < 0)
        return onBroken();
    if (count == 0)
        return;
    m_received += count;
    takeInput(QByteArrayView(buffer.data(), static_cast<qsizetype>(count)));
}

void Connection::onWritable()
{
    if (m_closed)
        return;
    const auto self = shared_from_this();
    m_sender.onWritable(*m_transport);
    settle();
}

void Connection::onBroken()
{
    close();
}

// ---- Input

void Connection::takeInput(QByteArrayView bytes)
{
    const auto self = shared_from_this();
    if (m_phase == Phase::Head || m_phase == Phase::Body || m_phase == Phase::Upgrade) {
        m_settling = true; // answers given while this runs go out together at its end
        if (m_input.isEmpty()) {
            const qsizetype taken = process(bytes);
            m_input = bytes.sliced(taken).toByteArray();
        } else {
            m_input.append(bytes);
            processInput();
        }
        m_settling = false;
    }
    settle();
}

void Connection::processInput()
{
    QByteArray input = std::exchange(m_input, {});
    const qsizetype taken = process(input);
    if (taken == 0)
        m_input = std::move(input);
    else
        m_input = input.sliced(taken);
}

qsizetype Connection::process(QByteArrayView bytes)
{
    qsizetype at = 0;
    while (at < bytes.size() && canTake()) {
        const QByteArrayView rest = bytes.sliced(at);
        const qsizetype taken = m_phase == Phase::Head ? takeHead(rest) : takeBody(rest);
        if (taken == 0)
            break;
        at += taken;
    }
    return at;
}

bool Connection::canTake() const
{
    if (m_closed)
        return false;
    if (m_phase == Phase::Body)
        return !m_body.isPaused();
    return m_phase == Phase::Head && m_sender.waiting() < m_context.limits.pipelined
        && m_sender.unsent() <= m_context.limits.unsentBytes;
}

qsizetype Connection::takeHead(QByteArrayView bytes)
{
    if (!m_parser.isStarted())
        m_headStart = Clock::now();
    switch (m_parser.parse(bytes, m_context.limits)) {
    case HeadParser::State::Incomplete:
        return 0;
    case HeadParser::State::Refused:
        refuseHead(m_parser.refusal());
        return 0;
    case HeadParser::State::Complete:
        break;
    }
    http::RequestHead head = m_parser.takeHead();
    const Admission admission = m_context.application.admit(head);
    m_headHeld = mustWait(head, admission.lane);
    if (m_headHeld || m_closed)
        return 0;
    m_parser.reset();
    const auto size = static_cast<qsizetype>(head.size);
    startRequest(std::move(head), admission, bytes.first(size));
    return size;
}

bool Connection::mustWait(const http::RequestHead &head, Lane lane)
{
    if (m_sender.waiting() == 0)
        return false;
    if (lane == Lane::Upgrade) {
        m_sender.send(*m_transport);
        return !m_sender.isIdle();
    }
    if (isSafe(head) && !m_alone)
        return false;
    m_sender.send(*m_transport);
    return m_sender.hasUnanswered();
}

std::shared_ptr<ConnectionExchange> Connection::addExchange(http::RequestHead head)
{
    m_alone = !isSafe(head);
    auto exchange = std::make_shared<ConnectionExchange>(std::move(head), m_peer, m_headStart, *this);
    m_sender.add(exchange);
    return exchange;
}

void Connection::startRequest(http::RequestHead head, const Admission &admission, QByteArrayView bytes)
{
    if (!admission.observed)
        m_slot->stopObserving();
    const auto exchange = addExchange(std::move(head));
    m_context.application.begin(exchange, admission);
    if (m_closed)
        return;
    if (admission.lane == Lane::Upgrade && exchange->head().contentLength == 0 && !exchange->isAnswered())
        startUpgrade(exchange, bytes);
    else
        startBody(exchange, admission);
}

void Connection::startUpgrade(std::shared_ptr<ConnectionExchange> exchange, QByteArrayView head)
{
    // The head goes back in front of what follows it, for whoever takes the socket. It is handled when this input
    // has been put away.
    exchange->bodyBuffer() = head.toByteArray();
    m_upgrade = std::move(exchange);
    m_phase = Phase::Upgrade;
    m_upgradeDue = true;
}

void Connection::startBody(const std::shared_ptr<ConnectionExchange> &exchange, const Admission &admission)
{
    m_body.start(exchange, admission.bodyLimit);
    if (const Refusal refusal = refusalOfBody(exchange->head(), admission))
        return handleWithoutBody(refusal);
    const bool streamed = admission.lane == Lane::Stream && !exchange->isAnswered();
    if (streamed)
        m_body.openSink(sinkResume());
    if (m_body.state() == BodyReader::State::Complete)
        return finishBody();
    if (exchange->isAnswered() || (streamed && !exchange->sink()))
        return stopReceiving();
    m_phase = Phase::Body;
    m_mark = m_received;
    if (exchange->head().expectsContinue)
        m_sender.writeContinue(*m_transport);
}

// To be called from anywhere on this thread, and perhaps when the connection is gone.
std::function<void()> Connection::sinkResume()
{
    return [weak = weak_from_this(), exchange = m_body.exchange().get()] {
        const auto self = weak.lock();
        if (self && self->m_body.exchange().get() == exchange)
            self->m_context.deferred.post([self] { self->resumeSink(); });
    };
}

void Connection::resumeSink()
{
    m_body.unpause();
    settle();
}

qsizetype Connection::takeBody(QByteArrayView bytes)
{
    const qsizetype taken = m_body.take(bytes);
    if (m_phase != Phase::Body || m_closed)
        return taken;
    if (m_body.state() == BodyReader::State::Refused)
        refuseBody(m_body.refusal());
    else if (m_body.state() == BodyReader::State::TooLarge)
        handleWithoutBody(m_body.refusal());
    else if (m_body.state() == BodyReader::State::Complete)
        finishBody();
    return taken;
}

void Connection::finishBody()
{
    m_phase = m_body.exchange()->head().keepAlive ? Phase::Head : Phase::Stopped;
    m_mark = m_received;
    m_body.finish();
}

// It was answered like any other request.
void Connection::endUpgrade()
{
    const auto exchange = std::exchange(m_upgrade, nullptr);
    exchange->bodyBuffer() = {};
    m_upgradeDue = false;
    m_phase = exchange->head().keepAlive ? Phase::Head : Phase::Stopped;
}

// What is left of the body is not wanted.
void Connection::stopReceiving()
{
    stopTaking();
    m_body.stop();
}

void Connection::handleWithoutBody(const Refusal &refusal)
{
    stopTaking();
    m_body.refuse(refusal);
}

// What still comes is thrown away, and the connection ends with the answer.
void Connection::stopTaking()
{
    m_phase = Phase::Stopped;
    m_mark = m_received;
    m_refused = true;
}

void Connection::refuseHead(const Refusal &refusal)
{
    const auto exchange = addExchange(m_parser.takeHead());
    m_parser.reset();
    refuse(exchange, refusal);
    m_context.application.begin(exchange, {});
}

void Connection::refuseBody(const Refusal &refusal)
{
    stopTaking();
    refuse(m_body.abort(), refusal);
}

void Connection::refuse(const std::shared_ptr<ConnectionExchange> &exchange, const Refusal &refusal)
{
    stopTaking();
    exchange->setClosing();
    exchange->respond(m_context.application.refusal(refusal.status, refusal.message, exchange));
}

// ---- Answers

void Connection::onAnswered()
{
    if (m_body.exchange() && m_phase == Phase::Body && m_body.exchange()->isAnswered())
        stopReceiving();
    else if (m_upgrade && m_phase == Phase::Upgrade && m_upgrade->isAnswered())
        endUpgrade();
    settle();
}

void Connection::sendChunk(QByteArrayView chunk)
{
    m_sender.sendChunk(chunk, *m_transport);
    settle();
}

void Connection::onStreamEnded(AnswerStream &, const QByteArray &error)
{
    if (error.isEmpty()) {
        m_sender.endStream(*m_transport);
        settle();
        return;
    }
    m_sender.failStream(error);
    closeTransport(&Transport::reset);
}

std::unique_ptr<QTcpSocket> Connection::releaseSocket()
{
    if (m_phase != Phase::Upgrade || m_closed)
        return nullptr;
    const auto exchange = std::exchange(m_upgrade, nullptr);
    auto socket = m_transport->release(exchange->bodyBuffer() + std::exchange(m_input, {}));
    // The connection still counts, until the socket is destroyed.
    QObject::connect(socket.get(), &QObject::destroyed, [slot = std::shared_ptr<ConnectionSlot>(std::move(m_slot))] {});
    m_closed = true;
    m_deadline.disarm();
    m_unsentDeadline.disarm();
    m_sender.forget();
    m_owner.connectionClosed(*this);
    return socket;
}

bool Connection::isBetweenRequests() const
{
    return m_input.isEmpty() && !m_body.exchange() && !m_upgrade && !m_parser.isStarted();
}

// ---- What follows from a change

void Connection::settle()
{
    m_settleAgain = true;
    if (m_settling)
        return;
    const auto self = shared_from_this();
    m_settling = true;
    while (std::exchange(m_settleAgain, false) && !m_closed)
        advance();
    m_settling = false;
}

void Connection::advance()
{
    if (std::exchange(m_upgradeDue, false))
        m_context.application.handle(m_upgrade);
    if (m_closed)
        return;
    m_sender.send(*m_transport);
    if (m_closed)
        return;
    if (m_sender.isBroken())
        return close();
    if (m_sender.isClosed() && m_phase != Phase::Lingering)
        linger();
    if (!m_closed && !m_input.isEmpty() && canTake()) {
        const qsizetype before = m_input.size();
        processInput();
        m_settleAgain = m_settleAgain || m_input.size() != before || m_phase == Phase::Stopped;
    }
    if (m_closed)
        return;
    if (m_phase == Phase::Stopped || m_phase == Phase::Lingering)
        m_input = {};
    updateReading();
    updateDeadlines();
}

void Connection::updateReading()
{
    const bool wanted = m_phase == Phase::Lingering || m_phase == Phase::Stopped
        ? m_received - m_mark < mostDiscarded
        : m_phase != Phase::Upgrade && !(m_phase == Phase::Body && m_body.isPaused()) && m_input.size() < mostInput
            && m_sender.unsent() <= m_context.limits.unsentBytes;
    m_transport->setReading(wanted);
    m_transport->setWriting(m_sender.unsent() > 0);
}

} // namespace signalbox::gate
