// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/new_job.h"
#include "redis/clients.h"

#include <QCoro/QCoroTask>

#include <memory>
#include <vector>

namespace signalbox::jobs {

// A job with those that are to be done before it. A value.
struct FlowNode {
    QueueKeys queue;
    NewJob job;
    std::vector<FlowNode> children = {};
};

// A flow as it was added. A value.
struct AddedFlow {
    QueueKeys queue;
    QByteArray id;
    std::vector<AddedFlow> children = {};
};

// Adds trees of jobs, of any queues, all at once or not at all, as BullMQ's FlowProducer does. It has a connection of
// its own, since a transaction on one that others use would take in what they say. One thread, with an event loop.
class FlowProducer {
public:
    static constexpr int mostJobs = 5000;
    static constexpr qsizetype mostBytes = qsizetype(64) << 20; // as it is sent, the scripts with it

    explicit FlowProducer(std::shared_ptr<redis::ServerTarget> target);
    ~FlowProducer();

    // Throws InvalidJob before anything was done, and RedisError. Throws JobError when Redis's script refuses one of
    // them: nothing was added if its parent is missing; else, when it is another parent's already, all but it.
    QCoro::Task<AddedFlow> add(FlowNode flow);

    // That EXEC tells of each of `jobs`, which are in the order of their calls, that it was added. Throws as add()
    // does.
    static void checkAnswer(const redis::Reply &answer, const QList<NewJob> &jobs);

private:
    struct Line; // the connection, and what is under way there

    const std::shared_ptr<redis::ServerTarget> m_target;
    const std::shared_ptr<Line> m_line; // whoever waits keeps it too
};

} // namespace signalbox::jobs
