// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/once.h"

#include "jobs/wake_up.h"

namespace signalbox::jobs {

using redis::Pending;
using redis::RedisError;
using redis::Reply;

namespace {

constexpr int tries = 5;
constexpr std::chrono::milliseconds betweenTries{200};

// Over a short absence of Redis.
QCoro::Task<Reply> insist(std::shared_ptr<JobContext> job, QByteArrayList words)
{
    WakeUp pause;
    for (int left = tries - 1;; --left) {
        try {
            Pending pending = job->redis().command(job->spans(), words);
            co_return co_await pending;
        } catch (const RedisError &error) {
            if (left == 0 || error.kind() == RedisError::Kind::Refused)
                throw;
        }
        co_await pause.wait(betweenTries);
    }
}

// The job has been done, and goes on to its finish whether this succeeds or not.
QCoro::Task<> keep(std::shared_ptr<JobContext> job, QByteArray key, QByteArray value, OnceSettings settings)
{
    const QByteArrayList words{"SET", key, value, "PX", QByteArray::number(qint64(settings.lifetime.count()))};
    try {
        co_await insist(job, words);
    } catch (const RedisError &) {
        // There is nothing to do about it.
    }
}

void forget(const JobContext &job, const JobOutcome &outcome)
{
    if (outcome.kind != JobOutcome::Kind::Completed && outcome.kind != JobOutcome::Kind::Failed)
        return;
    try {
        static_cast<void>(job.redis().command(nullptr, "UNLINK", onceKey(job.queue(), job.job())));
    } catch (const RedisError &) {
        // It goes by itself, in time.
    }
}

QCoro::Task<QByteArray> runOnce(Processor processor, OnceSettings settings, std::shared_ptr<JobContext> job)
{
    const QByteArray key = onceKey(job->queue(), job->job());
    job->whenEnded(forget);
    const QByteArrayList words{"GET", key};
    const Reply kept = co_await insist(job, words);
    if (!kept.isNil())
        co_return kept.bytes;
    const QByteArray value = co_await processor(job);
    co_await keep(job, key, value, settings);
    co_return value;
}

} // namespace

QByteArray onceKey(const QueueKeys &queue, const JobRecord &job)
{
    return "signalbox:once:" + queue.job(job.id) + ':' + QByteArray::number(job.timestamp);
}

Processor once(Processor processor, OnceSettings settings)
{
    return [processor = std::move(processor), settings](std::shared_ptr<JobContext> job) {
        return runOnce(processor, settings, std::move(job));
    };
}

} // namespace signalbox::jobs
