// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/queue_events.h"

#include "jobs/queue_scripts.h"
#include "jobs/wake_up.h"

#include <algorithm>

namespace signalbox::jobs {

using redis::Client;
using redis::Pending;
using redis::RedisError;
using redis::Reply;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds blocks{10'000};
constexpr milliseconds patience{2000}; // after it a connection that is silent is given up
constexpr milliseconds untilTriedAgain{300};
// Its id only, since there may be much in it.
constexpr redis::Script newestEvent("jobs: newest event", R"lua(
local newest = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
return newest and newest[1] or '0-0'
)lua");

redis::ClientSettings settingsOf(const QueueKeys &queue)
{
    redis::ClientSettings settings;
    settings.deadline = blocks + patience;
    settings.session.name = queue.prefix() + ':' + queue.queue().toBase64() + ":qe";
    return settings;
}

} // namespace

std::optional<StreamEvent> StreamEvent::of(const Reply &entry)
{
    const Reply id = entry.items.value(0);
    if (id.kind != Reply::Kind::Bytes || id.bytes.isEmpty())
        return std::nullopt;
    StreamEvent event;
    event.id = id.bytes;
    const QList<Reply> words = entry.items.value(1).items;
    for (qsizetype at = 0; at + 1 < words.size(); at += 2)
        event.fields.insert(words.at(at).bytes, words.at(at + 1).bytes);
    event.name = event.fields.value("event");
    event.jobId = event.fields.value("jobId");
    return event;
}

QueueEvents::QueueEvents(std::shared_ptr<redis::ServerTarget> target, QueueKeys queue, QObject *parent)
    : QObject(parent)
    , m_queue(std::move(queue))
    , m_client(
          std::make_unique<Client>(settingsOf(m_queue), std::move(target), std::make_shared<redis::ClientMonitor>()))
{
    // Once whoever made it has connected to its signals.
    QMetaObject::invokeMethod(
        this, [this] { listen(); }, Qt::QueuedConnection);
}

QueueEvents::~QueueEvents()
{
    *m_isGone = true;
}

QCoro::Task<> QueueEvents::listen()
{
    const auto isGone = m_isGone;
    WakeUp pause;
    while (!*isGone) {
        std::optional<QString> why; // which may be empty
        try {
            if (m_last.isEmpty())
                co_await findEnd();
            else
                co_await read();
        } catch (const RedisError &error) {
            why = error.detail();
            if (error.kind() == RedisError::Kind::Protocol && !m_last.isEmpty())
                m_isTooMuch = true;
        }
        if (*isGone)
            co_return;
        if (!why)
            continue;
        emit trouble(*why);
        co_await pause.wait(untilTriedAgain);
        if (!*isGone && std::exchange(m_isTooMuch, false))
            co_await askForLess();
    }
}

// "$" would miss what comes between two reads.
QCoro::Task<> QueueEvents::findEnd()
{
    const auto isGone = m_isGone;
    Pending pending = m_client->run(nullptr, newestEvent, {m_queue.of("events")}, {});
    const Reply reply = co_await pending;
    if (*isGone)
        co_return;
    m_last = reply.bytes;
    emit ready();
}

// What has come up together is more than a client takes in, in one reply. An event that is so large by itself is heard
// without the end of its fields.
QCoro::Task<> QueueEvents::askForLess()
{
    const auto isGone = m_isGone;
    if (m_count > 1) {
        m_count = std::max(m_count / 8, 1);
        co_return;
    }
    const QByteArrayList arguments{"1", m_last};
    Reply reply;
    try {
        Pending pending = m_client->run(nullptr, scripts::readEvents, {m_queue.of("events")}, arguments);
        reply = co_await pending;
    } catch (const RedisError &error) {
        reply = {};
    }
    const QList<Reply> words = reply.items.value(0).items.value(1).items; // its id, then names and values
    if (*isGone || words.isEmpty())
        co_return;
    Reply entry;
    entry.kind = Reply::Kind::List;
    entry.items = {words.first(), Reply{Reply::Kind::List, {}, 0, words.sliced(1)}};
    if (const auto event = StreamEvent::of(entry)) {
        m_last = event->id;
        emit happened(*event);
    }
}

QCoro::Task<> QueueEvents::read()
{
    const auto isGone = m_isGone;
    Pending pending = m_client->command(nullptr, "XREAD", "COUNT", m_count, "BLOCK", qint64(blocks.count()), "STREAMS",
                                        m_queue.of("events"), m_last);
    const Reply reply = co_await pending;
    if (*isGone || reply.items.isEmpty())
        co_return;
    m_count = std::min(m_count * 2, mostAtOnce);
    const QList<Reply> entries = reply.items.first().items.value(1).items;
    for (const Reply &entry : entries) {
        const auto event = StreamEvent::of(entry);
        if (!event)
            throw RedisError(RedisError::Kind::Protocol, QStringLiteral("An entry of a stream came without its id"));
        m_last = event->id;
        emit happened(*event);
        if (*isGone)
            co_return;
    }
}

} // namespace signalbox::jobs
