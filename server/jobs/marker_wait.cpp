// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/marker_wait.h"

#include <algorithm>

namespace signalbox::jobs {

using redis::Client;
using redis::Pending;
using redis::RedisError;
using redis::Reply;
using std::chrono::milliseconds;

namespace {

// After this a connection that doesn't answer is given up for another one.
constexpr milliseconds patience{2000};

redis::ClientSettings settingsOf(const MarkerWait::Settings &wait)
{
    redis::ClientSettings settings;
    settings.deadline = wait.atMost + patience;
    settings.session.name = wait.queue.prefix() + ':' + wait.queue.queue().toBase64();
    if (!wait.workerName.isEmpty())
        settings.session.name += ":w:" + wait.workerName;
    return settings;
}

// Empty when this user may not ask: the wait ends by itself then.
QCoro::Task<QByteArray> idOf(Pending pending)
{
    try {
        const Reply reply = co_await pending;
        co_return QByteArray::number(reply.integer);
    } catch (const RedisError &) {
        co_return QByteArray();
    }
}

} // namespace

MarkerWait::MarkerWait(Settings settings, std::shared_ptr<redis::ServerTarget> target, std::function<void()> ended)
    : m_settings(std::move(settings))
    , m_ended(std::move(ended))
    , m_client(
          std::make_unique<Client>(settingsOf(m_settings), std::move(target), std::make_shared<redis::ClientMonitor>()))
{
}

MarkerWait::~MarkerWait()
{
    *m_isGone = true;
}

void MarkerWait::begin()
{
    if (std::exchange(m_isWaiting, true))
        return;
    m_isInterrupted = false;
    wait();
}

// One after the other: of two that are sent together, a quick reply to the first would keep the connection from being
// given up when there is none to the second.
QCoro::Task<> MarkerWait::wait()
{
    const std::shared_ptr<bool> isGone = m_isGone;
    const QByteArray seconds = QByteArray::number(double(m_settings.atMost.count()) / 1000, 'f', 3);
    QString trouble;
    try {
        Pending id = m_client->command(nullptr, "CLIENT", "ID");
        const QByteArray connectionId = co_await idOf(std::move(id));
        if (*isGone)
            co_return;
        m_connectionId = connectionId;
        if (!m_isInterrupted) {
            Pending pop = m_client->command(nullptr, "BZPOPMIN", m_settings.queue.of("marker"), seconds);
            const Reply reply = co_await pop;
            if (!*isGone && reply.items.size() == 3)
                m_marker = std::min(m_marker.value_or(INT64_MAX), qint64(reply.items[2].bytes.toDouble()));
        }
    } catch (const RedisError &error) {
        trouble = error.detail();
    }
    if (*isGone)
        co_return;
    m_trouble = trouble;
    m_isWaiting = false;
    m_ended();
}

QCoro::Task<> MarkerWait::interrupt(Client &commands)
{
    m_isInterrupted = true;
    if (!m_isWaiting || m_connectionId.isEmpty())
        co_return;
    Pending pending = commands.command(nullptr, "CLIENT", "UNBLOCK", m_connectionId);
    try {
        co_await pending;
    } catch (const RedisError &) {
        // It ends by itself, after its time.
    }
}

} // namespace signalbox::jobs
