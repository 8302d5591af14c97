// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/lock_keeper.h"

#include "bullmq_scripts.h"
#include "jobs/keyed_script.h"
#include "jobs/message_pack.h"
#include "jobs/passing_refusal.h"

#include <QTimer>

namespace signalbox::jobs {

using namespace Qt::Literals::StringLiterals;
using redis::Client;
using redis::Pending;
using redis::RedisError;
using redis::Reply;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds longestBeat{1000};
constexpr milliseconds shortestBeat{10};
constexpr int beatsOfALock = 10;
constexpr int idleBeats = 5; // before it rests
constexpr qsizetype mostAtOnce = 500;

redis::ClientSettings clientSettings()
{
    redis::ClientSettings settings;
    settings.name = "locks";
    settings.deadline = milliseconds(2000);
    return settings;
}

QByteArray packed(const QByteArrayList &texts)
{
    MessagePack pack;
    pack.list(quint32(texts.size()));
    for (const QByteArray &text : texts)
        pack.text(text);
    return pack.bytes();
}

// What extendLocks does, of the same keys and arguments, without a command that Redis refuses when its memory is full,
// as it does SET.
constexpr redis::Script extendWhenFull("jobs: extend locks when Redis is full", R"lua(
local tokens = cmsgpack.unpack(ARGV[2])
local lost = {}
for place, id in ipairs(cmsgpack.unpack(ARGV[3])) do
    local lock = ARGV[1] .. id .. ':lock'
    if redis.call('GET', lock) == tokens[place] then
        redis.call('PEXPIRE', lock, ARGV[4])
        redis.call('SREM', KEYS[1], id)
    else
        lost[#lost + 1] = id
    end
end
return lost
)lua");

struct Renewal {
    Reply lost; // the ids of the jobs whose locks aren't the worker's any more
    std::optional<RedisError> trouble;
};

QCoro::Task<Renewal> renewalOf(Pending pending)
{
    Renewal renewal;
    try {
        renewal.lost = co_await pending;
    } catch (const RedisError &error) {
        renewal.trouble = error;
    }
    co_return renewal;
}

QCoro::Task<Renewal> extend(Client &client, QByteArray stalled, QByteArrayList arguments)
{
    Pending usual = run(client, nullptr, bullmq::extendLocks, keys(stalled), arguments);
    Renewal renewal = co_await renewalOf(std::move(usual));
    if (renewal.trouble && isFull(*renewal.trouble)) {
        Pending whenFull = client.run(nullptr, extendWhenFull, QByteArrayList(1, stalled), arguments);
        renewal = co_await renewalOf(std::move(whenFull));
    }
    co_return renewal;
}

} // namespace

// What lives on the keeper's thread.
class LockKeeper::Beat : public QObject {
public:
    Beat(LockKeeper &keeper, std::shared_ptr<redis::ServerTarget> target)
        : m_keeper(keeper)
        , m_target(std::move(target))
    {
    }

    void begin()
    {
        if (!m_client)
            m_client = std::make_unique<Client>(clientSettings(), m_target, std::make_shared<redis::ClientMonitor>());
        if (!m_timer)
            m_timer = std::make_unique<QTimer>();
        connect(m_timer.get(), &QTimer::timeout, this, &Beat::look, Qt::UniqueConnection);
        m_idle = 0;
        startTimer();
    }

    void end()
    {
        m_timer.reset();
        m_client.reset();
    }

private:
    void startTimer()
    {
        const QMutexLocker lock(&m_keeper.m_mutex);
        m_timer->start(m_keeper.m_interval);
    }

    void look()
    {
        std::vector<Due> due = m_keeper.takeDue();
        m_idle = due.empty() ? m_idle + 1 : 0;
        for (Due &each : due)
            m_keeper.renew(*m_client, std::move(each));
        if (m_idle > idleBeats && m_keeper.rest())
            m_timer->stop();
        else
            startTimer();
    }

    LockKeeper &m_keeper;
    const std::shared_ptr<redis::ServerTarget> m_target;
    std::unique_ptr<QTimer> m_timer;
    std::unique_ptr<Client> m_client;
    int m_idle = 0;
};

LockKeeper::LockKeeper(std::shared_ptr<redis::ServerTarget> target, QObject *parent)
    : QObject(parent)
    , m_beat(new Beat(*this, std::move(target)))
    , m_isResting(true)
    , m_interval(longestBeat)
{
    m_thread.setObjectName(u"job locks"_s);
    m_beat->moveToThread(&m_thread);
    connect(
        &m_thread, &QThread::finished, m_beat,
        [beat = m_beat] {
            beat->end();
            delete beat;
        },
        Qt::DirectConnection);
    m_thread.start();
}

LockKeeper::~LockKeeper()
{
    m_thread.quit();
    m_thread.wait();
}

void LockKeeper::add(const QueueKeys &queue, const QByteArray &jobId, const QByteArray &token, milliseconds duration)
{
    const QMutexLocker lock(&m_mutex);
    Queue &known = m_queues.try_emplace(queue.base(), Queue{queue, {}}).first->second;
    const auto now = Clock::now();
    known.locks[jobId] = {token, now, now + duration, duration};
    m_interval = std::max(std::min(m_interval, duration / beatsOfALock), shortestBeat);
    if (std::exchange(m_isResting, false))
        QMetaObject::invokeMethod(m_beat, [beat = m_beat] { beat->begin(); });
}

void LockKeeper::remove(const QueueKeys &queue, const QByteArray &jobId, const QByteArray &token)
{
    const QMutexLocker lock(&m_mutex);
    const auto known = m_queues.find(queue.base());
    if (known == m_queues.end())
        return;
    const auto held = known->second.locks.find(jobId);
    if (held != known->second.locks.end() && held->second.token == token)
        known->second.locks.erase(held);
}

bool LockKeeper::rest()
{
    const QMutexLocker lock(&m_mutex);
    m_isResting =
        std::all_of(m_queues.begin(), m_queues.end(), [](const auto &each) { return each.second.locks.empty(); });
    return m_isResting;
}

std::vector<LockKeeper::Due> LockKeeper::takeDue()
{
    const QMutexLocker lock(&m_mutex);
    const auto now = Clock::now();
    std::vector<Due> all;
    for (auto &[name, queue] : m_queues) {
        std::map<milliseconds, Due> byDuration;
        for (auto &[id, lockOfJob] : queue.locks) {
            if (now - lockOfJob.askedAt < lockOfJob.duration / 2)
                continue;
            lockOfJob.askedAt = now;
            const milliseconds duration = lockOfJob.duration;
            Due &due = byDuration.try_emplace(duration, Due{queue.keys, duration, {}, {}, now}).first->second;
            due.ids.append(id);
            due.tokens.append(lockOfJob.token);
        }
        for (auto &[duration, due] : byDuration)
            all.push_back(std::move(due));
    }
    return all;
}

QCoro::Task<> LockKeeper::renew(Client &client, Due due)
{
    const QByteArray duration = QByteArray::number(qint64(due.duration.count()));
    for (qsizetype at = 0; at < due.ids.size(); at += mostAtOnce) {
        Due part = due;
        part.ids = due.ids.mid(at, mostAtOnce);
        part.tokens = due.tokens.mid(at, mostAtOnce);
        const QByteArrayList arguments{due.keys.folder(), packed(part.tokens), packed(part.ids), duration};
        const Renewal renewal = co_await extend(client, due.keys.of("stalled"), arguments);
        if (renewal.trouble) {
            notHeld(part, *renewal.trouble);
            continue;
        }
        for (const Reply &item : renewal.lost.items)
            giveUp(part, item.bytes);
        held(part);
    }
}

void LockKeeper::held(const Due &due)
{
    const QMutexLocker lock(&m_mutex);
    auto &locks = m_queues.at(due.keys.base()).locks;
    for (const QByteArray &id : due.ids) {
        const auto known = locks.find(id);
        if (known == locks.end())
            continue;
        known->second.goodUntil = due.at + due.duration;
        known->second.trouble.clear();
    }
}

// It is tried again at each beat, until the lock has expired in Redis.
void LockKeeper::notHeld(const Due &due, const RedisError &error)
{
    const QString trouble = error.kind() == RedisError::Kind::Refused ? error.detail() : u"Redis didn't answer"_s;
    QByteArrayList expired;
    {
        const QMutexLocker lock(&m_mutex);
        auto &locks = m_queues.at(due.keys.base()).locks;
        const auto now = Clock::now();
        for (const QByteArray &id : due.ids) {
            const auto known = locks.find(id);
            if (known == locks.end())
                continue;
            known->second.askedAt = now - due.duration;
            known->second.trouble = trouble;
            if (known->second.goodUntil < now)
                expired.append(id);
        }
    }
    for (const QByteArray &id : expired)
        giveUp(due, id);
}

// It has expired by our clock or by Redis's, which may tell of it first.
void LockKeeper::giveUp(const Due &due, const QByteArray &id)
{
    const QByteArray token = due.tokens.value(due.ids.indexOf(id));
    QString why = u"its lock was lost"_s;
    {
        const QMutexLocker lock(&m_mutex);
        auto &locks = m_queues.at(due.keys.base()).locks;
        const auto known = locks.find(id);
        if (known == locks.end() || known->second.token != token)
            return; // it has ended meanwhile
        if (!known->second.trouble.isEmpty())
            why = u"its lock could not be renewed in time: "_s + known->second.trouble;
        locks.erase(known);
    }
    emit lost(due.keys.base(), id, token, why);
}

} // namespace signalbox::jobs
