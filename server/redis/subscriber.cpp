// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "redis/subscriber.h"

#include "redis/encoding.h"

namespace signalbox::redis {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::chrono::milliseconds beatInterval{500};
constexpr int longestSilence = 3; // beats; a PING is sent at the first

Session::Settings sessionOf(const ClientSettings &client)
{
    Session::Settings session = client.session;
    session.name = "signalbox:" + client.name + "-subscriber";
    return session;
}

} // namespace

Subscriber::Subscriber(const Clients &clients, QObject *parent)
    : QObject(parent)
    , m_session(sessionOf(clients.clientSettings()), clients.target(), *this)
{
    m_beats.setInterval(beatInterval);
    connect(&m_beats, &QTimer::timeout, this, &Subscriber::beat);
    m_session.start();
}

void Subscriber::subscribe(const QByteArray &channel)
{
    if (!m_channels.contains(channel))
        change("SUBSCRIBE", *m_channels.insert(channel));
}

void Subscriber::subscribePattern(const QByteArray &pattern)
{
    if (!m_patterns.contains(pattern))
        change("PSUBSCRIBE", *m_patterns.insert(pattern));
}

void Subscriber::unsubscribe(const QByteArray &channel)
{
    if (m_channels.remove(channel))
        change("UNSUBSCRIBE", channel);
}

void Subscriber::unsubscribePattern(const QByteArray &pattern)
{
    if (m_patterns.remove(pattern))
        change("PUNSUBSCRIBE", pattern);
}

void Subscriber::change(const char *command, const QByteArray &name)
{
    if (!m_session.isUp())
        return; // askForAll() will
    ++m_unconfirmed;
    m_isSubscribed = false;
    QByteArray bytes;
    appendCommand(bytes, QByteArrayList{command, name});
    m_session.write(bytes);
}

void Subscriber::askForAll()
{
    QByteArray bytes;
    for (const QByteArray &channel : std::as_const(m_channels))
        appendCommand(bytes, QByteArrayList{"SUBSCRIBE", channel});
    for (const QByteArray &pattern : std::as_const(m_patterns))
        appendCommand(bytes, QByteArrayList{"PSUBSCRIBE", pattern});
    m_unconfirmed = int(m_channels.size() + m_patterns.size());
    m_session.write(bytes);
}

void Subscriber::sessionUp()
{
    m_silentBeats = 0;
    m_beats.start();
    askForAll();
}

void Subscriber::sessionDown(const Trouble &trouble, bool)
{
    m_beats.stop();
    m_isSubscribed = false;
    emit lost(trouble.hint.isEmpty() ? trouble.why : trouble.why + u"; "_s + trouble.hint);
}

void Subscriber::sessionMoved(const Target &target)
{
    sessionDown({target.url ? u"the connection was given up for another"_s : target.reason, target.hint}, false);
}

void Subscriber::sessionReplied(Reply &&reply, BackOff::Clock::time_point)
{
    m_hasHeard = true;
    if (reply.kind == Reply::Kind::Error) {
        const RedisError error = RedisError::ofReply(reply.bytes);
        return m_session.fail({error.detail(), {}, error.code()});
    }
    if (reply.kind == Reply::Kind::List && reply.items.size() >= 2)
        heard(reply.items);
}

void Subscriber::heard(const QList<Reply> &items)
{
    const QByteArray &what = items[0].bytes;
    if (what == "message" && items.size() == 3) {
        emit message(items[1].bytes, items[2].bytes);
    } else if (what == "pmessage" && items.size() == 4) {
        emit message(items[2].bytes, items[3].bytes);
    } else if (what.endsWith("subscribe") && m_unconfirmed > 0 && --m_unconfirmed == 0) {
        m_isSubscribed = true;
        emit subscribed();
    }
}

// A connection that is dead says nothing, and so does one on which nothing is published: PING tells them apart.
void Subscriber::beat()
{
    if (std::exchange(m_hasHeard, false)) {
        m_silentBeats = 0;
        return;
    }
    if (++m_silentBeats > longestSilence)
        return m_session.fail({u"no answer from Redis for %1 ms"_s.arg(longestSilence * beatInterval.count())});
    QByteArray bytes;
    appendCommand(bytes, QByteArrayList{"PING"});
    m_session.write(bytes);
}

} // namespace signalbox::redis
