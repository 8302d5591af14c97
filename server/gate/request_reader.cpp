// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gate/request_reader.h"

#include "gate/answer_sender.h"
#include "gate/connection.h"

namespace signalbox::gate {

namespace {

// More than this is not read ahead of what can be taken.
constexpr qsizetype mostInput = 64 * 1024;
// Thrown away once no request is read any more; what comes beyond stays in the kernel, and the client waits.
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

RequestReader::RequestReader(GateContext &context, AnswerSender &sender, Connection &connection)
    : m_context(context)
    , m_sender(sender)
    , m_connection(connection)
    , m_body(context)
{
}

// ---- Input

void RequestReader::take(QByteArrayView bytes)
{
    m_received += bytes.size();
    if (m_phase == Phase::Stopped)
        return;
    if (m_input.isEmpty()) {
        const qsizetype taken = process(bytes);
        m_input = bytes.sliced(taken).toByteArray();
    } else {
        m_input.append(bytes);
        processInput();
    }
}

bool RequestReader::proceed()
{
    if (m_phase == Phase::Stopped)
        m_input = {};
    if (m_input.isEmpty() || !canTake())
        return false;
    const qsizetype before = m_input.size();
    processInput();
    return m_input.size() != before || m_phase == Phase::Stopped;
}

void RequestReader::processInput()
{
    QByteArray input = std::exchange(m_input, {});
    const qsizetype taken = process(input);
    if (taken == 0)
        m_input = std::move(input);
    else
        m_input = input.sliced(taken);
}

qsizetype RequestReader::process(QByteArrayView bytes)
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

bool RequestReader::canTake() const
{
    if (m_phase == Phase::Body)
        return !m_body.isPaused();
    return m_phase == Phase::Head && m_sender.waiting() < m_context.limits.pipelined
        && m_sender.unsent() <= m_context.limits.unsentBytes;
}

RequestReader::Awaited RequestReader::awaited() const
{
    if (m_phase == Phase::Head && m_parser.isStarted() && !m_headHeld)
        return Awaited::RestOfHead;
    if (m_phase == Phase::Head && m_sender.isIdle())
        return Awaited::NextRequest;
    if (m_phase == Phase::Body && !m_body.isPaused())
        return Awaited::RestOfBody;
    return Awaited::Nothing;
}

bool RequestReader::wantsBytes() const
{
    if (m_phase == Phase::Stopped)
        return receivedOfLate() < mostDiscarded;
    return m_phase != Phase::Upgrade && !(m_phase == Phase::Body && m_body.isPaused()) && m_input.size() < mostInput
        && m_sender.unsent() <= m_context.limits.unsentBytes;
}

bool RequestReader::isBetweenRequests() const
{
    return m_input.isEmpty() && !m_body.exchange() && !m_upgrade && !m_parser.isStarted();
}

// ---- Heads

qsizetype RequestReader::takeHead(QByteArrayView bytes)
{
    if (!m_parser.isStarted())
        m_headStart = std::chrono::steady_clock::now();
    switch (m_parser.parse(bytes, m_context.limits)) {
    case HeadParser::State::Incomplete:
        return 0;
    case HeadParser::State::Refused:
        refuseHead();
        return 0;
    case HeadParser::State::Complete:
        break;
    }
    http::RequestHead head = m_parser.takeHead();
    const Admission admission = m_context.application.admit(head);
    m_headHeld = mustWait(head, admission.lane);
    if (m_headHeld || m_phase == Phase::Stopped)
        return 0;
    m_parser.reset();
    const auto size = static_cast<qsizetype>(head.size);
    startRequest(std::move(head), admission, bytes.first(size));
    return size;
}

bool RequestReader::mustWait(const http::RequestHead &head, Lane lane)
{
    if (m_sender.waiting() == 0)
        return false;
    if (lane == Lane::Upgrade) {
        m_connection.sendAnswers();
        return !m_sender.isIdle();
    }
    if (isSafe(head) && !m_alone)
        return false;
    m_connection.sendAnswers();
    return m_sender.hasUnanswered();
}

std::shared_ptr<ConnectionExchange> RequestReader::addExchange(http::RequestHead &&head)
{
    m_alone = !isSafe(head);
    auto exchange =
        std::make_shared<ConnectionExchange>(std::move(head), m_connection.peer(), m_headStart, m_connection);
    m_sender.add(exchange);
    return exchange;
}

void RequestReader::startRequest(http::RequestHead &&head, const Admission &admission, QByteArrayView bytes)
{
    if (!admission.observed)
        m_connection.stopObserving();
    const auto exchange = addExchange(std::move(head));
    m_context.application.begin(exchange, admission);
    if (m_phase == Phase::Stopped)
        return;
    if (admission.lane != Lane::Upgrade || exchange->head().contentLength != 0 || exchange->isAnswered())
        return startBody(exchange, admission);
    // The head goes back in front of what follows it, for whoever takes the socket.
    exchange->bodyBuffer() = bytes.toByteArray();
    m_upgrade = exchange;
    m_phase = Phase::Upgrade;
    m_upgradeDue = true;
}

void RequestReader::startUpgrade()
{
    if (std::exchange(m_upgradeDue, false))
        m_context.application.handle(m_upgrade);
}

// It was answered like any other request.
void RequestReader::endUpgrade()
{
    const auto exchange = std::exchange(m_upgrade, nullptr);
    exchange->bodyBuffer() = {};
    m_upgradeDue = false;
    m_phase = exchange->head().keepAlive ? Phase::Head : Phase::Stopped;
}

QByteArray RequestReader::takeUpgrade()
{
    const auto exchange = std::exchange(m_upgrade, nullptr);
    m_phase = Phase::Stopped;
    return exchange->bodyBuffer() + std::exchange(m_input, {});
}

// ---- Bodies

void RequestReader::startBody(const std::shared_ptr<ConnectionExchange> &exchange, const Admission &admission)
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
    startCount();
    if (exchange->head().expectsContinue)
        m_connection.sendContinue();
}

// To be called from anywhere on this thread, and perhaps when the connection, and this with it, is gone.
std::function<void()> RequestReader::sinkResume()
{
    return [this, weak = m_connection.weak_from_this(), exchange = m_body.exchange().get()] {
        const auto connection = weak.lock();
        if (connection && m_body.exchange().get() == exchange)
            m_context.deferred.post([connection] { connection->resumeBody(); });
    };
}

void RequestReader::resumeBody()
{
    m_body.unpause();
}

qsizetype RequestReader::takeBody(QByteArrayView bytes)
{
    const qsizetype taken = m_body.take(bytes);
    if (m_phase != Phase::Body)
        return taken;
    if (m_body.state() == BodyReader::State::Refused)
        refuseBody(m_body.refusal());
    else if (m_body.state() == BodyReader::State::TooLarge)
        handleWithoutBody(m_body.refusal());
    else if (m_body.state() == BodyReader::State::Complete)
        finishBody();
    return taken;
}

void RequestReader::finishBody()
{
    m_phase = m_body.exchange()->head().keepAlive ? Phase::Head : Phase::Stopped;
    startCount();
    m_body.finish();
}

// ---- Its end

void RequestReader::onAnswered()
{
    if (m_body.exchange() && m_phase == Phase::Body && m_body.exchange()->isAnswered())
        stopReceiving();
    else if (m_upgrade && m_phase == Phase::Upgrade && m_upgrade->isAnswered())
        endUpgrade();
}

// What is left of the body is not wanted.
void RequestReader::stopReceiving()
{
    stopTaking();
    m_body.stop();
}

void RequestReader::handleWithoutBody(const Refusal &refusal)
{
    stopTaking();
    m_body.refuse(refusal);
}

// What still comes is thrown away, and the connection ends with the answer.
void RequestReader::stopTaking()
{
    m_phase = Phase::Stopped;
    startCount();
    m_refused = true;
}

void RequestReader::refuseSlowHead()
{
    m_parser.abandon(m_input, {408, "The head of the request took too long"});
    refuseHead();
}

void RequestReader::refuseSlowBody()
{
    refuseBody({408, "The body came too slowly"});
}

void RequestReader::refuseHead()
{
    const Refusal refusal = m_parser.refusal();
    const auto exchange = addExchange(m_parser.takeHead());
    m_parser.reset();
    refuse(exchange, refusal);
    m_context.application.begin(exchange, {});
}

void RequestReader::refuseBody(const Refusal &refusal)
{
    stopTaking();
    refuse(m_body.abort(), refusal);
}

void RequestReader::refuse(const std::shared_ptr<ConnectionExchange> &exchange, const Refusal &refusal)
{
    stopTaking();
    exchange->setClosing();
    exchange->respond(m_context.application.refusal(refusal.status, refusal.message, exchange));
}

void RequestReader::stop()
{
    m_phase = Phase::Stopped;
    startCount();
    m_parser.reset();
}

void RequestReader::abort()
{
    m_phase = Phase::Stopped;
    m_upgrade = nullptr;
    m_upgradeDue = false;
    if (m_body.exchange())
        m_body.abort();
}

} // namespace signalbox::gate
