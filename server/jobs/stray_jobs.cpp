// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/stray_jobs.h"

namespace signalbox::jobs {

using redis::Pending;
using redis::Reply;

namespace {

// KEYS: the list of active jobs, the queue's folder. ARGV: how the tokens begin, how many ids are looked at, the tokens
// that are known. For each job {id, token}: not its data, of which a reply may not hold that of all.
constexpr redis::Script strays("jobs: strays", R"lua(
local known = {}
for place = 3, #ARGV do
    known[ARGV[place]] = true
end
local found = {}
for _, id in ipairs(redis.call('LRANGE', KEYS[1], 0, ARGV[2])) do
    local token = redis.call('GET', KEYS[2] .. id .. ':lock')
    if token and string.sub(token, 1, #ARGV[1]) == ARGV[1] and not known[token] then
        found[#found + 1] = {id, token}
    end
end
return found
)lua");

// KEYS: a job, its lock. ARGV: the token, how long the lock is to hold, most bytes of a job. Nothing when it isn't ours
// any more, its size when it is too large, or its hash. In one go, so that it has not just been finished.
constexpr redis::Script claim("jobs: claim a stray", R"lua(
if redis.call('GET', KEYS[2]) ~= ARGV[1] then
    return false
end
redis.call('PEXPIRE', KEYS[2], ARGV[2])
local size = 0
for _, name in ipairs(redis.call('HKEYS', KEYS[1])) do
    size = size + #name + redis.call('HSTRLEN', KEYS[1], name)
end
if size > tonumber(ARGV[3]) then
    return size
end
return redis.call('HGETALL', KEYS[1])
)lua");

constexpr int mostLookedAt = 1000;
constexpr qint64 largestJob = qint64(60) << 20; // bytes; a client takes in no reply over 64 MiB

} // namespace

QList<StrayJob> strayJobsIn(const Reply &reply)
{
    QList<StrayJob> found;
    for (const Reply &each : reply.items) {
        StrayJob stray{each.items.value(0).bytes, each.items.value(1).bytes};
        if (!stray.id.isEmpty() && !stray.token.isEmpty())
            found.append(std::move(stray));
    }
    return found;
}

QCoro::Task<QList<StrayJob>> findStrayJobs(redis::Client &client, QueueKeys queue, QByteArray tokenPrefix,
                                           QByteArrayList known)
{
    const QByteArrayList keys{queue.of("active"), queue.folder()};
    const QByteArrayList arguments = QByteArrayList{tokenPrefix, QByteArray::number(mostLookedAt - 1)} + known;
    Pending pending = client.run(nullptr, strays, keys, arguments);
    const Reply reply = co_await pending;
    co_return strayJobsIn(reply);
}

QCoro::Task<StrayClaim> claimStrayJob(redis::Client &client, QueueKeys queue, StrayJob stray,
                                      std::chrono::milliseconds lockDuration)
{
    const QByteArray job = queue.job(stray.id);
    const QByteArrayList keys{job, job + ":lock"};
    const QByteArrayList arguments{stray.token, QByteArray::number(qint64(lockDuration.count())),
                                   QByteArray::number(largestJob)};
    Pending pending = client.run(nullptr, claim, keys, arguments);
    const Reply reply = co_await pending;
    StrayClaim claimed;
    if (reply.kind == Reply::Kind::Integer)
        claimed.tooLarge = reply.integer;
    else if (reply.kind == Reply::Kind::List)
        claimed.job = JobRecord::fromHash(stray.id, reply);
    co_return claimed;
}

} // namespace signalbox::jobs
