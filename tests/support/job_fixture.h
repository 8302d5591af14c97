// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "bullmq_scripts.h"
#include "jobs/queue.h"
#include "jobs/worker.h"
#include "support/redis_server.h"
#include "support/redis_words.h"

#include <QCoro/QCoroTask>
#include <QtTest>

#include <functional>
#include <memory>
#include <vector>

namespace signalbox::test {

// A queue on a Redis of its own, and workers of this program. Main thread.
class JobFixture {
public:
    explicit JobFixture(const QByteArray &queue = "work", const QStringList &redisOptions = {})
        : redis(redisOptions)
        , keys("bull", queue)
    {
        if (!redis.start())
            qFatal("redis-server doesn't start");
        clients = std::make_unique<redis::Clients>(settings());
        clients->setTarget(redis.url());
        locks = std::make_unique<jobs::LockKeeper>(clients->target());
        words = std::make_unique<RedisWords>(redis);
    }
    ~JobFixture()
    {
        workers.clear();
        clients->closeHere();
    }
    JobFixture(const JobFixture &) = delete;
    JobFixture &operator=(const JobFixture &) = delete;

    static redis::Clients::Settings settings()
    {
        redis::Clients::Settings settings;
        settings.client.name = "jobs";
        settings.client.deadline = std::chrono::seconds(5);
        return settings;
    }

    // Quick in what takes long otherwise.
    static jobs::WorkerSettings quick()
    {
        jobs::WorkerSettings settings;
        settings.lockDuration = std::chrono::milliseconds(1000);
        settings.stalledInterval = std::chrono::milliseconds(500);
        settings.unfitRest = std::chrono::milliseconds(200);
        return settings;
    }

    jobs::Worker &work(jobs::Processor processor, const jobs::WorkerSettings &with = quick())
    {
        jobs::Processors processors;
        processors.setDefault(std::move(processor));
        return work(std::move(processors), with);
    }
    jobs::Worker &work(jobs::Processors processors, const jobs::WorkerSettings &with = quick())
    {
        workers.push_back(std::make_unique<jobs::Worker>(*clients, keys, std::move(processors), with, *locks));
        workers.back()->start();
        return *workers.back();
    }

    QByteArray add(const QByteArray &name, const QByteArray &data = "{}", const jobs::JobOptions &options = {})
    {
        return add(jobs::NewJob{name, data, options});
    }
    QByteArray add(const jobs::NewJob &job)
    {
        QByteArray id;
        QString problem;
        QCoro::waitFor(addTo(job, id, problem));
        if (!problem.isEmpty())
            qWarning("%s", qPrintable(problem));
        return id;
    }

    // So that each call of a worker's is one command.
    void teachScripts()
    {
        namespace scripts = jobs::bullmq;
        const redis::Script *const all[] = {&scripts::extendLocks.script,
                                            &scripts::moveJobFromActiveToWait.script,
                                            &scripts::moveStalledJobsToWait.script,
                                            &scripts::moveToActive.script,
                                            &scripts::moveToDelayed.script,
                                            &scripts::moveToFinished.script,
                                            &scripts::retryJob.script,
                                            &scripts::updateJobScheduler.script};
        for (const redis::Script *script : all)
            words->say({"SCRIPT", "LOAD", script->text().toByteArray()});
    }

    QByteArray field(const QByteArray &id, const QByteArray &name)
    {
        return words->say({"HGET", keys.job(id), name}).bytes;
    }
    QByteArrayList fields(const QByteArrayList &ids, const QByteArray &name)
    {
        const QByteArray all =
            "local all = {} "
            "for _, id in ipairs(ARGV) do all[#all + 1] = redis.call('HGET', KEYS[1] .. id, KEYS[2]) or '' end "
            "return all";
        QByteArrayList values;
        for (const redis::Reply &each : words->say(QByteArrayList{"EVAL", all, "2", keys.folder(), name} + ids).items)
            values.append(each.bytes);
        return values;
    }
    qint64 count(const QByteArray &state)
    {
        const QByteArray key = keys.of(state);
        const bool isList = state == "wait" || state == "active";
        return words->say({isList ? "LLEN" : "ZCARD", key}).integer;
    }
    QByteArray stateOf(const QByteArray &id)
    {
        QByteArray state;
        QCoro::waitFor(readState(id, state));
        return state;
    }

    RedisServer redis;
    const jobs::QueueKeys keys;
    std::unique_ptr<redis::Clients> clients;
    std::unique_ptr<jobs::LockKeeper> locks;
    std::unique_ptr<RedisWords> words;
    std::vector<std::unique_ptr<jobs::Worker>> workers;

private:
    // Caught within: QCoro::waitFor() never ends when a task throws.
    QCoro::Task<> addTo(jobs::NewJob job, QByteArray &id, QString &problem)
    {
        try {
            jobs::Queue queue(clients->here(), keys);
            id = co_await queue.add(job);
        } catch (const http::AppError &error) {
            problem = error.detail();
        } catch (const std::exception &error) {
            problem = QString::fromUtf8(error.what());
        }
    }
    QCoro::Task<> readState(QByteArray id, QByteArray &state)
    {
        try {
            jobs::Queue queue(clients->here(), keys);
            state = co_await queue.state(id);
        } catch (const redis::RedisError &) {
            state.clear(); // who looks for one looks again
        }
    }
};

} // namespace signalbox::test
