// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "redis/clients.h"

#include <QThread>

#include <algorithm>
#include <utility>

namespace signalbox::redis {

using namespace Qt::Literals::StringLiterals;

namespace {

Target off()
{
    return {{}, State::Kind::Off, u"there is no Redis"_s, u"set REDIS_URL"_s};
}

void addLink(State &state, const ClientMonitor::Link &link)
{
    state.breaker = std::max(state.breaker, link.breaker);
    state.opened += link.opened;
    const bool isWorse = state.kind != State::Kind::Down && link.kind == State::Kind::Down;
    const bool isFirstUp = state.kind == State::Kind::Starting && link.kind == State::Kind::Up;
    if (isWorse || isFirstUp)
        state.kind = link.kind;
    if (isWorse || (state.error.isEmpty() && link.kind == state.kind)) {
        state.error = link.error;
        state.hint = link.hint;
    }
}

} // namespace

Clients::Clients(Settings settings)
    : Clients(std::move(settings), std::make_shared<ServerTarget>(off()))
{
}

Clients::Clients(Settings settings, std::shared_ptr<ServerTarget> target)
    : m_settings(std::move(settings))
    , m_target(std::move(target))
    , m_kind(State::Kind::Off)
    , m_since(QDateTime::currentDateTimeUtc())
{
}

Clients::Clients()
    : Clients(Settings())
{
}

Clients::~Clients()
{
    closeHere();
    m_clients.setLocalData(nullptr);
}

Client &Clients::here()
{
    Client *&client = m_clients.localData();
    if (!client)
        client = makeHere();
    return *client;
}

// The storage itself would end it too late: after the thread has deleted for the last time what is to be deleted later.
Client *Clients::makeHere()
{
    auto *client = new Client(m_settings.client, m_target, addMonitor());
    QObject::connect(
        QThread::currentThread(), &QThread::finished, client, [this] { closeHere(); }, Qt::DirectConnection);
    return client;
}

// One that is never connected takes its place, which the thread deletes when it ends.
void Clients::closeHere()
{
    if (!m_clients.hasLocalData() || !m_clients.localData())
        return;
    const Target none{{}, State::Kind::Off, u"this thread of the server ends"_s, {}};
    auto ended = std::make_unique<Client>(m_settings.client, std::make_shared<ServerTarget>(none),
                                          std::make_shared<ClientMonitor>());
    std::unique_ptr<Client> client(std::exchange(m_clients.localData(), ended.release()));
    const ClientMonitor *const monitor = &client->monitor();
    client.reset(); // who waits is told, and counted
    removeMonitor(monitor);
}

std::shared_ptr<ClientMonitor> Clients::addMonitor()
{
    auto monitor = std::make_shared<ClientMonitor>();
    monitor->changed = [this] { look(); };
    monitor->interrupted = [this] { m_interruptions.fetch_add(1, std::memory_order_acq_rel); };
    const QMutexLocker lock(&m_mutex);
    m_monitors.push_back(monitor);
    return monitor;
}

void Clients::removeMonitor(const ClientMonitor *monitor)
{
    const QMutexLocker lock(&m_mutex);
    const auto mine = std::find_if(m_monitors.begin(), m_monitors.end(),
                                   [monitor](const auto &each) { return each.get() == monitor; });
    if (mine == m_monitors.end())
        return;
    (*mine)->addTo(m_past);
    m_pastOpened += (*mine)->link().opened;
    m_monitors.erase(mine);
}

void Clients::setTarget(const RedisUrl &url)
{
    setTarget({url, State::Kind::Starting, {}, {}});
}

void Clients::setUnavailable(State::Kind kind, const QString &reason, const QString &hint)
{
    setTarget({{}, kind, reason, hint});
}

void Clients::setTarget(const Target &target)
{
    m_isOff.store(!target.url && target.kind == State::Kind::Off, std::memory_order_relaxed);
    m_isMissing.store(!target.url && target.kind == State::Kind::Missing, std::memory_order_relaxed);
    m_target->set(target);
    look();
}

State Clients::state() const
{
    const QMutexLocker lock(&m_mutex);
    return summary();
}

State Clients::summary() const
{
    const Target target = m_target->get();
    State state;
    state.kind = target.kind;
    state.since = m_since;
    state.opened = m_pastOpened;
    if (!target.url) {
        state.error = target.reason;
        state.hint = target.hint;
    } else {
        state.url = target.url->forLogs();
        for (const auto &monitor : m_monitors)
            addLink(state, monitor->link());
    }
    return state;
}

void Clients::look()
{
    QMutexLocker lock(&m_mutex);
    State state = summary();
    if (state.kind == m_kind)
        return;
    m_kind = state.kind;
    m_since = QDateTime::currentDateTimeUtc();
    state.since = m_since;
    lock.unlock();
    if (m_settings.stateChanged)
        m_settings.stateChanged(state);
}

Figures Clients::figures() const
{
    const QMutexLocker lock(&m_mutex);
    Figures figures = m_past;
    for (const auto &monitor : m_monitors)
        monitor->addTo(figures);
    return figures;
}

} // namespace signalbox::redis
