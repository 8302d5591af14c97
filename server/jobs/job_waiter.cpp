// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/job_waiter.h"

#include "bullmq_scripts.h"
#include "jobs/job_error.h"
#include "jobs/keyed_script.h"

#include <QDeadlineTimer>
#include <QPointer>
#include <QScopeGuard>

#include <algorithm>

namespace signalbox::jobs {

using redis::Pending;
using redis::Reply;
using std::chrono::milliseconds;

JobWaiter::JobWaiter(redis::Client &client, QueueEvents &events, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_events(events)
{
    connect(&events, &QueueEvents::happened, this, &JobWaiter::heard);
}

JobWaiter::~JobWaiter()
{
    const auto waiting = std::exchange(m_waiting, {});
    for (const auto &each : waiting)
        each.second->wakeUp.wake();
}

// What ends before the events are there would be missed.
QCoro::Task<> JobWaiter::hear(milliseconds atMost)
{
    if (m_events.isReady())
        co_return;
    WakeUp ready;
    connect(&m_events, &QueueEvents::ready, &ready, &WakeUp::wake);
    connect(this, &QObject::destroyed, &ready, &WakeUp::wake);
    co_await ready.wait(atMost);
}

void JobWaiter::heard(const StreamEvent &event)
{
    const bool isFailed = event.name == "failed";
    if (!isFailed && event.name != "completed")
        return;
    const auto [from, to] = m_waiting.equal_range(event.jobId);
    std::vector<std::shared_ptr<Waiting>> theirs;
    for (auto each = from; each != to; ++each)
        theirs.push_back(each->second);
    m_waiting.erase(from, to);
    for (const auto &waiting : theirs) {
        waiting->finished = FinishedJob{isFailed, event.field(isFailed ? "failedReason" : "returnvalue")};
        waiting->wakeUp.wake();
    }
}

void JobWaiter::forget(const QByteArray &jobId, const std::shared_ptr<Waiting> &waiting)
{
    const auto [from, to] = m_waiting.equal_range(jobId);
    const auto found = std::find_if(from, to, [&](const auto &each) { return each.second == waiting; });
    if (found != to)
        m_waiting.erase(found);
}

QCoro::Task<std::optional<FinishedJob>> JobWaiter::wait(QByteArray jobId, milliseconds atMost)
{
    const QDeadlineTimer deadline(atMost);
    const QPointer<JobWaiter> self(this);
    co_await hear(atMost);
    if (!self)
        co_return std::nullopt;
    // It is listened to before it is looked, so that an end in between isn't missed.
    const auto waiting = std::make_shared<Waiting>();
    m_waiting.emplace(jobId, waiting);
    const auto forgetting = qScopeGuard([self, jobId, waiting] {
        if (self)
            self->forget(jobId, waiting);
    });
    const std::optional<FinishedJob> already = co_await look(jobId);
    if (already)
        co_return already;
    if (self && !waiting->finished)
        co_await waiting->wakeUp.wait(milliseconds(deadline.remainingTime()));
    co_return waiting->finished;
}

QCoro::Task<std::optional<FinishedJob>> JobWaiter::look(QByteArray jobId)
{
    const QueueKeys &queue = m_events.queue();
    Pending pending = run(m_client, nullptr, bullmq::isFinished,
                          keys(queue.of("completed"), queue.of("failed"), queue.job(jobId)), {jobId, "1"});
    const Reply reply = co_await pending;
    const Reply &code = reply.kind == Reply::Kind::List && !reply.items.isEmpty() ? reply.items.first() : reply;
    if (code.integer < 0)
        throw JobError(code.integer, "isFinished", jobId);
    if (code.integer == 0)
        co_return std::nullopt;
    co_return FinishedJob{code.integer == 2, reply.items.value(1).bytes};
}

} // namespace signalbox::jobs
