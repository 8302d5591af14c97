// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "runtime/job_engine_core.h"

#include "jobs/queue_connections.h"
#include "jobs/redis_check.h"
#include "runtime/application.h"
#include "runtime/housekeeping.h"

#include <algorithm>

namespace signalbox {

using namespace Qt::Literals::StringLiterals;
using jobs::Worker;

namespace {

redis::Clients::Settings clientSettings()
{
    redis::Clients::Settings settings;
    settings.client.name = "jobs";
    // Nobody waits for an answer: rather late than a job that is done twice.
    settings.client.deadline = std::chrono::seconds(5);
    return settings;
}

} // namespace

JobEngineCore::JobEngineCore(Application &application)
    : m_application(application)
    , m_clients(clientSettings(), application.redis.target())
    , m_locks(m_clients.target())
    , m_recorder(application.telemetry)
{
}

JobEngineCore::~JobEngineCore()
{
    *m_isGone = true;
    m_application.demo.remove(this);
    m_workers.clear();
    m_ending.clear();
    m_clients.closeHere();
}

void JobEngineCore::begin()
{
    for (OwnQueue &queue : ownQueues(m_application))
        work(std::move(queue));
    if (!m_workers.contains(demoQueue(m_application).keys.base())) // else a command does its jobs, always
        m_application.demo.add(this, [this](bool on) { showDemo(on); });
    scheduleHousekeeping(m_clients, m_application.jobs.prefix, m_pause, m_isGone);
    warnOfRedis();
}

// Once: one that is away at the start isn't asked later.
QCoro::Task<> JobEngineCore::warnOfRedis()
{
    const auto isGone = m_isGone;
    QStringList warnings;
    try {
        warnings = co_await jobs::checkRedis(m_clients.here());
    } catch (const redis::RedisError &) {
        co_return;
    }
    if (*isGone)
        co_return;
    for (const QString &warning : std::as_const(warnings))
        m_application.telemetry.log().write(telemetry::Level::Warn, "redis_unfit_for_jobs", {{u"hint"_s, warning}});
}

void JobEngineCore::work(OwnQueue queue)
{
    const QByteArray base = queue.keys.base();
    if (m_isDraining || m_workers.contains(base))
        return;
    auto worker = std::make_unique<Worker>(m_clients, queue.keys, std::move(queue.processors), queue.settings, m_locks);
    m_recorder.follow(*worker);
    connect(
        worker.get(), &Worker::closed, this, [this, raw = worker.get()] { forget(raw); }, Qt::QueuedConnection);
    worker->start();
    m_workers.emplace(base, std::move(worker));
    tellOwn();
}

void JobEngineCore::endWork(const QByteArray &base)
{
    const auto found = m_workers.find(base);
    if (found == m_workers.end())
        return;
    m_ending.push_back(std::move(found->second));
    m_workers.erase(found);
    m_ending.back()->close();
    tellOwn();
}

void JobEngineCore::showDemo(bool on)
{
    if (on)
        work(demoQueue(m_application));
    else
        endWork(demoQueue(m_application).keys.base());
}

void JobEngineCore::tellOwn()
{
    QSet<jobs::QueueAddress> own;
    const auto add = [&own](const Worker &worker) {
        own.insert({jobs::QueueConnections::ownId, worker.queue().prefix(), worker.queue().queue()});
    };
    for (const auto &[base, worker] : m_workers)
        add(*worker);
    for (const auto &worker : m_ending) // its jobs can still be canceled
        add(*worker);
    m_application.queues.board().setOwn(own);
}

void JobEngineCore::forget(Worker *worker)
{
    std::erase_if(m_ending, [worker](const auto &each) { return each.get() == worker; });
    tellOwn();
    if (m_isDraining && m_ending.empty())
        emit drained();
}

void JobEngineCore::drain()
{
    if (std::exchange(m_isDraining, true))
        return;
    while (!m_workers.empty())
        endWork(QByteArray(m_workers.begin()->first));
    if (m_ending.empty())
        emit drained();
}

QStringList JobEngineCore::dropAll()
{
    m_isDraining = true;
    QStringList dropped;
    for (auto &[name, worker] : m_workers)
        m_ending.push_back(std::move(worker));
    m_workers.clear();
    for (const auto &worker : m_ending) {
        if (worker->running() > 0)
            dropped.append(u"%1 jobs of %2"_s.arg(worker->running()).arg(QString::fromUtf8(worker->queue().queue())));
    }
    m_ending.clear();
    m_hasDropped = m_hasDropped || !dropped.isEmpty();
    return dropped;
}

bool JobEngineCore::cancel(const QByteArray &base, const QByteArray &jobId, const QString &why)
{
    const auto found = m_workers.find(base);
    if (found != m_workers.end() && found->second->cancel(jobId, why))
        return true;
    return std::ranges::any_of(
        m_ending, [&](const auto &worker) { return worker->queue().base() == base && worker->cancel(jobId, why); });
}

} // namespace signalbox
