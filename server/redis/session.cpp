// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "redis/session.h"

#include <array>

namespace signalbox::redis {

using namespace Qt::Literals::StringLiterals;
using std::chrono::milliseconds;

namespace {

// One that is lost sooner wasn't worth much: the next try waits longer.
constexpr milliseconds proven{1000};
constexpr qsizetype largestRead = 64 * 1024;

} // namespace

Session::Session(Settings settings, std::shared_ptr<ServerTarget> target, SessionUser &user)
    : m_settings(std::move(settings))
    , m_serverTarget(std::move(target))
    , m_user(user)
    , m_backOff(m_settings.shortestBackOff, m_settings.longestBackOff)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (m_phase == Phase::Waiting)
            tryToConnect();
        else
            fail({u"no answer from Redis within %1 ms"_s.arg(m_settings.connectDeadline.count())});
    });
    connect(&m_link, &Link::opened, this, &Session::greet);
    connect(&m_link, &Link::received, this, &Session::receive);
    connect(&m_link, &Link::lost, this, [this](const QString &why) { fail({why}); });
}

Session::~Session()
{
    m_serverTarget->remove(this);
    if (m_isGone)
        *m_isGone = true;
}

void Session::start()
{
    const auto change = [this](const Target &target) {
        if (!(target == m_current))
            moveTo(target);
    };
    m_current = m_serverTarget->add(this, change);
    m_user.sessionMoved(m_current);
    if (m_current.url)
        tryToConnect();
}

// Connects by the timer: this may be gone once its user has heard of it.
void Session::moveTo(const Target &target)
{
    m_current = target;
    drop();
    m_backOff.succeeded();
    m_phase = m_current.url ? Phase::Waiting : Phase::Idle;
    if (m_current.url)
        m_timer.start(0);
    m_user.sessionMoved(target);
}

void Session::tryToConnect()
{
    m_phase = Phase::Connecting;
    m_reader = std::make_unique<ReplyReader>(m_settings.largestReply);
    m_timer.start(m_settings.connectDeadline);
    m_user.sessionTrying();
    m_link.open(*m_current.url);
}

void Session::greet()
{
    m_phase = Phase::Greeting;
    m_handshake = Handshake(*m_current.url, m_settings.name);
    m_link.write(m_handshake.bytes());
}

void Session::greeted(const Reply &reply)
{
    if (const auto trouble = m_handshake.replied(reply))
        return fail(*trouble);
    if (!m_handshake.isDone())
        return;
    m_phase = Phase::Up;
    m_upSince = Clock::now();
    m_timer.stop();
    m_user.sessionUp();
}

void Session::receive()
{
    bool isGone = false;
    bool *const outer = std::exchange(m_isGone, &isGone);
    m_user.readingBegins();
    read();
    if (!isGone) {
        m_isGone = outer;
        m_user.readingEnds();
    } else if (outer) {
        *outer = true;
    }
}

void Session::read()
{
    const auto at = Clock::now();
    std::array<char, largestRead> bytes; // NOLINT: filled by what comes
    for (qsizetype size = largestRead; size == largestRead;) {
        size = m_link.read(bytes.data(), largestRead);
        if (size < 0)
            return fail({m_link.errorString()});
        for (qsizetype from = 0; from < size; from += ReplyReader::bestPiece) {
            m_reader->feed({bytes.data() + from, std::min(ReplyReader::bestPiece, size - from)});
            if (!takeReplies(at))
                return;
        }
    }
}

bool Session::takeReplies(Clock::time_point at)
{
    const bool *const isGone = m_isGone;
    const quint64 connection = m_connection;
    for (;;) {
        Reply reply;
        switch (m_reader->next(reply)) {
        case ReplyReader::Outcome::Incomplete:
            return true;
        case ReplyReader::Outcome::Broken:
            fail({m_reader->error(), {}, {}, RedisError::Kind::Protocol});
            return false;
        case ReplyReader::Outcome::Complete:
            break;
        }
        if (m_phase == Phase::Up)
            m_user.sessionReplied(std::move(reply), at);
        else
            greeted(reply);
        if (*isGone || connection != m_connection)
            return false;
    }
}

// The reader stays: it may be what is just giving replies.
void Session::drop()
{
    ++m_connection;
    m_timer.stop();
    m_link.close();
}

void Session::fail(const Trouble &trouble)
{
    const auto now = Clock::now();
    const bool wasProven = m_phase == Phase::Up && now - m_upSince >= proven;
    drop();
    if (wasProven)
        m_backOff.succeeded();
    else
        m_backOff.failed(now);
    m_phase = Phase::Waiting;
    tryLater();
    m_user.sessionDown(trouble, wasProven);
}

void Session::tryLater()
{
    const auto wait = std::chrono::ceil<milliseconds>(m_backOff.next() - Clock::now());
    m_timer.start(std::max(wait, milliseconds(0)));
}

} // namespace signalbox::redis
