// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/new_job.h"

#include "bullmq_scripts.h"
#include "jobs/job_json.h"
#include "jobs/message_pack.h"

#include <QDateTime>
#include <QJsonObject>

namespace signalbox::jobs {

using namespace Qt::Literals::StringLiterals;

namespace {

const char *flagOf(ChildFailure failure)
{
    switch (failure) {
    case ChildFailure::FailsParent:
        return "fpof";
    case ChildFailure::ContinuesParent:
        return "cpof";
    case ChildFailure::IsIgnored:
        return "idof";
    case ChildFailure::RemovesDependency:
        return "rdof";
    case ChildFailure::ParentWaits:
        break;
    }
    return nullptr;
}

// The parent's key, that of its dependencies, and what the child keeps of it.
void addParent(MessagePack &pack, const JobOptions &options)
{
    if (!options.parent) {
        pack.nil().nil().nil();
        return;
    }
    const QByteArray id = options.parent->id.toUtf8();
    const QByteArray queue = options.parent->queue.toUtf8();
    const QByteArray key = queue + ':' + id;
    const char *const flag = flagOf(options.childFailure);
    pack.text(key).text(key + ":dependencies");
    pack.map(flag ? 3 : 2).member("id", id).member("queueKey", queue);
    if (flag)
        pack.text(flag).boolean(true);
}

QByteArray argumentsOf(const QueueKeys &queue, const NewJob &job, const FlowPlace &place)
{
    const JobOptions &options = job.options;
    MessagePack pack;
    pack.list(10).text(queue.folder()).text(options.jobId.toUtf8()).text(job.name);
    pack.integer(options.timestamp.value_or(QDateTime::currentMSecsSinceEpoch()));
    addParent(pack, options);
    if (options.repeatJobKey.isEmpty())
        pack.nil();
    else
        pack.text(options.repeatJobKey.toUtf8());
    if (options.deduplication)
        pack.text(queue.of("de:" + options.deduplication->id.toUtf8()));
    else
        pack.nil();
    if (place.isInFlow)
        pack.integer(1);
    else
        pack.nil();
    return pack.bytes();
}

} // namespace

void checkNewJob(const NewJob &job)
{
    if (job.name.isEmpty())
        throw InvalidJob(u"name"_s, u"a job needs a name"_s);
    if (!isJson(job.data))
        throw InvalidJob(u"data"_s, u"the data of a job must be JSON: no worker could read it"_s);
    if (const auto error = checkJobOptions(job.options, job.data.size()))
        throw InvalidJob(error->field, error->message);
}

void checkQueueName(const QByteArray &name)
{
    if (name.isEmpty())
        throw InvalidJob(u"queue"_s, u"a queue needs a name"_s);
    if (name.contains(':'))
        throw InvalidJob(u"queue"_s, u"the name of a queue must not contain a colon"_s);
}

ScriptCall addCall(const QueueKeys &queue, const NewJob &job, FlowPlace place)
{
    const auto key = [&](QByteArrayView suffix) { return queue.of(suffix); };
    QByteArrayList arguments{argumentsOf(queue, job, place), job.data, job.options.packed()};
    if (place.hasChildren)
        return callOf(
            bullmq::addParentJob,
            keys(key("meta"), key("id"), key("delayed"), key("waiting-children"), key("completed"), key("events")),
            std::move(arguments));
    if (job.options.delay > 0)
        return callOf(bullmq::addDelayedJob,
                      keys(key("marker"), key("meta"), key("id"), key("delayed"), key("completed"), key("events")),
                      std::move(arguments));
    if (job.options.priority > 0)
        return callOf(bullmq::addPrioritizedJob,
                      keys(key("marker"), key("meta"), key("id"), key("prioritized"), key("delayed"), key("completed"),
                           key("active"), key("events"), key("pc")),
                      std::move(arguments));
    return callOf(bullmq::addStandardJob,
                  keys(key("wait"), key("paused"), key("meta"), key("id"), key("completed"), key("delayed"),
                       key("active"), key("events"), key("marker")),
                  std::move(arguments));
}

} // namespace signalbox::jobs
