// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "redis/client.h"

#include "redis/encoding.h"

#include <QCoreApplication>
#include <QTimerEvent>

#include <algorithm>
#include <utility>

namespace signalbox::redis {

using namespace Qt::Literals::StringLiterals;
using std::chrono::milliseconds;
using Kind = RedisError::Kind;

namespace {

// A script takes Redis some ten microseconds, about as long as we take to ask for a few: it computes these while we ask
// for the next ones. Else each would wait for the other, as ten jobs at a time did, of which a quarter fewer were done.
// So scripts go out once there are as many as Redis still has to do, and so many at the most.
constexpr int scriptsTogether = 8;
constexpr qsizetype keptCapacity = 1 << 20; // of the buffer for what is unsent
constexpr milliseconds lastLook{1};

const QEvent::Type flushEvent = QEvent::Type(QEvent::registerEventType());

Session::Settings named(Session::Settings session, const QByteArray &name)
{
    if (session.name.isEmpty())
        session.name = "signalbox:" + name;
    return session;
}

std::shared_ptr<const RedisError> failureOf(const Trouble &trouble, Kind kind)
{
    const QString detail = trouble.hint.isEmpty() ? trouble.why : trouble.why + u"; "_s + trouble.hint;
    return std::make_shared<const RedisError>(kind, detail, trouble.code);
}

} // namespace

Client::Client(ClientSettings settings, std::shared_ptr<ServerTarget> target, std::shared_ptr<ClientMonitor> monitor)
    : m_settings(std::move(settings))
    , m_monitor(std::move(monitor))
    , m_session(named(m_settings.session, m_settings.name), std::move(target), *this)
{
    m_session.start();
}

Client::Client(ClientSettings settings, const RedisUrl &url)
    : Client(std::move(settings), std::make_shared<ServerTarget>(Target{url, {}, {}, {}}),
             std::make_shared<ClientMonitor>())
{
}

Client::~Client()
{
    m_refusal = std::make_shared<const RedisError>(Kind::Unavailable, u"the client of Redis ends"_s);
    failAll(m_refusal);
    if (m_isGone)
        *m_isGone = true;
}

Pending Client::send(telemetry::SpanSink *spans, std::span<const Word> words)
{
    Pending pending;
    if (spans) {
        pending.m_spans = spans;
        pending.m_name = spanName(words[0].bytes(), words.size() > 1 ? words[1].bytes() : QByteArrayView());
    }
    if (prepare(pending, encodedSize(words)))
        appendCommand(m_unsent, words);
    return pending;
}

Pending Client::command(telemetry::SpanSink *spans, const QByteArrayList &words)
{
    Q_ASSERT(!words.isEmpty());
    Pending pending;
    if (spans) {
        pending.m_spans = spans;
        pending.m_name = spanName(words[0], words.value(1));
    }
    if (prepare(pending, encodedSize(words)))
        appendCommand(m_unsent, words);
    return pending;
}

Pending Client::run(telemetry::SpanSink *spans, const Script &script, const QByteArrayList &keys,
                    const QByteArrayList &arguments)
{
    Pending pending;
    if (spans) {
        pending.m_spans = spans;
        pending.m_name = spanName(script.name(), keys.value(0));
    }
    const qsizetype body = m_textSent.contains(&script) ? script.sha1().size() : script.text().size();
    if (!prepare(pending, encodedSize(keys) + encodedSize(arguments) + body))
        return pending;
    pending.m_evaluation = std::make_unique<Pending::Evaluation>(Pending::Evaluation{script, keys, arguments});
    appendEvaluation(pending);
    const int underWay = int(m_sent.size()) - ++m_unsentScripts;
    if (m_unsentScripts >= std::clamp(underWay, 1, scriptsTogether))
        flush();
    return pending;
}

// Whether it may be sent; else it has failed.
bool Client::prepare(Pending &pending, qsizetype size)
{
    m_monitor->asked();
    pending.m_from = Clock::now();
    pending.m_to = pending.m_from;
    pending.m_failure = refusalOf(size);
    if (pending.m_failure) {
        m_monitor->failed(pending.m_failure->kind());
        return false;
    }
    enqueue(pending, pending.m_from);
    return true;
}

std::shared_ptr<const RedisError> Client::refusalOf(qsizetype size) const
{
    if (m_refusal)
        return m_refusal;
    if (m_sent.size() >= m_settings.outstanding)
        return std::make_shared<const RedisError>(Kind::Busy, u"%1 commands are without a reply"_s.arg(m_sent.size()));
    if (m_unsent.size() + m_session.unsent() + size > m_settings.unsent)
        return std::make_shared<const RedisError>(
            Kind::Busy, u"more than %1 MiB would wait to be sent"_s.arg(m_settings.unsent >> 20));
    return {};
}

void Client::enqueue(Pending &pending, Clock::time_point at)
{
    pending.m_client = this;
    pending.m_number = m_first + m_sent.size();
    m_sent.push_back({&pending, at});
    m_monitor->setPending(m_sent.size());
    if (!m_timer.isActive())
        m_timer.start(int(m_settings.deadline.count()), Qt::PreciseTimer, this);
    scheduleFlush();
}

void Client::moved(quint64 number, Pending *who)
{
    m_sent[std::size_t(number - m_first)].who = who;
}

// Redis runs what a connection sends in its order, so that behind its text a script is known by its digest.
void Client::appendEvaluation(Pending &pending)
{
    const auto &[script, keys, arguments] = *pending.m_evaluation;
    if (m_textSent.contains(&script))
        return appendScript(m_unsent, "EVALSHA", script.sha1(), keys, arguments);
    m_textSent.insert(&script, pending.m_number);
    appendScript(m_unsent, "EVAL", script.text(), keys, arguments);
    pending.m_evaluation.reset();
}

// What Redis answered with NOSCRIPT: its scripts were flushed. The text may be on its way again already.
void Client::evaluateAgain(Pending &pending)
{
    const auto text = m_textSent.constFind(&pending.m_evaluation->script);
    if (text != m_textSent.cend() && *text < m_first)
        m_textSent.erase(text);
    enqueue(pending, Clock::now());
    appendEvaluation(pending);
}

void Client::scheduleFlush()
{
    if (!std::exchange(m_flushIsDue, true) && m_holds == 0)
        QCoreApplication::postEvent(this, new QEvent(flushEvent));
}

void Client::release()
{
    if (--m_holds == 0)
        flush();
}

bool Client::event(QEvent *event)
{
    if (event->type() != flushEvent)
        return QObject::event(event);
    flush();
    return true;
}

void Client::flush()
{
    m_flushIsDue = false;
    m_unsentScripts = 0;
    if (!m_session.isUp() || m_unsent.isEmpty())
        return;
    m_session.write(m_unsent);
    if (m_unsent.capacity() > keptCapacity)
        m_unsent.clear();
    else
        m_unsent.resize(0);
}

void Client::noteInterruption()
{
    if (m_wasUp)
        m_monitor->wasInterrupted();
}

void Client::sessionUp()
{
    m_wasUp = true;
    m_breaker.close();
    m_refusal.reset();
    flush();
    publish(State::Kind::Up);
}

void Client::sessionTrying()
{
    m_breaker.probe();
    if (m_breaker.state() == Breaker::Probing)
        publish(m_link.kind, {m_link.error, m_link.hint});
}

// One that was closed while nobody waited isn't held against Redis until the next try has failed.
void Client::sessionDown(const Trouble &trouble, bool triesAtOnce)
{
    noteInterruption();
    m_textSent.clear();
    if (triesAtOnce && m_sent.empty())
        return;
    m_breaker.open();
    m_refusal = failureOf(trouble, Kind::Unavailable);
    publish(State::Kind::Down, trouble);
    failAll(failureOf(trouble, trouble.kind));
}

void Client::sessionMoved(const Target &target)
{
    noteInterruption();
    m_textSent.clear();
    const Trouble trouble{target.reason, target.hint};
    m_breaker.close();
    m_refusal = target.url ? nullptr : failureOf(trouble, Kind::Unavailable);
    publish(target.url ? State::Kind::Starting : target.kind, trouble);
    failAll(std::make_shared<const RedisError>(Kind::Unavailable, u"the connection was given up for another"_s));
}

void Client::sessionReplied(Reply &&reply, Clock::time_point at)
{
    if (m_sent.empty())
        return m_session.fail({u"Redis answered what nobody asked"_s, {}, {}, Kind::Protocol});
    if (reply.kind == Reply::Kind::Error) {
        const RedisError error = RedisError::ofReply(reply.bytes);
        if (error.kind() == Kind::Unavailable) // and so for the oldest, which waits for this
            return m_session.fail({error.detail(), {}, error.code()});
        if (error.code() == "READONLY")
            m_monitor->wasReadOnly();
    }
    const Sent sent = takeOldest();
    if (sent.isTimedOut)
        return;
    m_breaker.answeredInTime(at);
    m_monitor->answered(at - sent.at);
    answer(sent, std::move(reply), at);
}

void Client::answer(const Sent &sent, Reply &&reply, Clock::time_point at)
{
    if (reply.kind == Reply::Kind::Error) {
        if (sent.who && sent.who->m_evaluation && reply.bytes.startsWith("NOSCRIPT"))
            return evaluateAgain(*sent.who);
        m_monitor->failed(Kind::Refused);
    }
    if (sent.who)
        sent.who->answer(std::move(reply), at);
}

Client::Sent Client::takeOldest()
{
    const Sent sent = m_sent.front();
    m_sent.pop_front();
    ++m_first;
    m_monitor->setPending(m_sent.size());
    return sent;
}

void Client::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_timer.timerId())
        judgeOldest();
    else
        QObject::timerEvent(event);
}

// Not before another turn of the loop has read what may have come while this thread did something else.
void Client::judgeOldest()
{
    m_judged = std::max(m_judged, m_first);
    const auto index = std::size_t(m_judged - m_first);
    if (index == m_sent.size())
        return m_timer.stop();
    const auto now = Clock::now();
    const auto left = std::chrono::ceil<milliseconds>(m_sent[index].at + m_settings.deadline - now);
    const bool isDue = left.count() <= 0;
    const bool wasLastLook = std::exchange(m_isLastLook, isDue);
    m_timer.start(int((isDue ? lastLook : left).count()), Qt::PreciseTimer, this);
    if (isDue && wasLastLook) {
        m_isLastLook = false;
        timeOut(now);
    }
}

void Client::timeOut(Clock::time_point now)
{
    const QString why = u"no reply from Redis within %1 ms"_s.arg(m_settings.deadline.count());
    if (m_breaker.isTooLate(m_sent[std::size_t(m_judged - m_first)].at))
        return m_session.fail({why, {}, {}, Kind::TimedOut});
    Sent &late = m_sent[std::size_t(m_judged++ - m_first)];
    late.isTimedOut = true;
    m_monitor->failed(Kind::TimedOut);
    if (Pending *who = std::exchange(late.who, nullptr))
        who->fail(std::make_shared<const RedisError>(Kind::TimedOut, why), now);
}

void Client::failAll(const std::shared_ptr<const RedisError> &failure)
{
    bool isGone = false;
    bool *const outer = std::exchange(m_isGone, &isGone);
    m_unsent.clear();
    const auto now = Clock::now();
    for (const quint64 end = m_first + m_sent.size(); !isGone && m_first < end;) {
        const Sent sent = takeOldest();
        if (!sent.isTimedOut)
            m_monitor->failed(failure->kind());
        if (sent.who)
            sent.who->fail(failure, now);
    }
    if (!isGone)
        m_isGone = outer;
    else if (outer)
        *outer = true;
}

void Client::publish(State::Kind kind, const Trouble &trouble)
{
    m_link = {kind, trouble.why, trouble.hint, m_breaker.state(), m_breaker.opened()};
    m_monitor->setLink(m_link);
}

} // namespace signalbox::redis
