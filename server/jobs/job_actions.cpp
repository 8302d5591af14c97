// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/job_actions.h"

#include "base/secret_file.h"
#include "bullmq_scripts.h"
#include "jobs/job_error.h"
#include "jobs/job_removal.h"
#include "jobs/queue.h"
#include "jobs/worker_scripts.h"

#include <QCoro/QCoroFuture>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>

#include <array>

namespace signalbox::jobs {

using namespace Qt::Literals::StringLiterals;
using redis::Pending;
using redis::Reply;

namespace {

constexpr int lockMs = 30'000;

// KEYS: the list of active jobs, the lock of one. ARGV: its id, our token, for how long. 0 when it isn't active.
constexpr redis::Script takeLock("jobs: take lock", R"lua(
if not redis.call('LPOS', KEYS[1], ARGV[1]) then
    return 0
end
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
return 1
)lua");

struct Names {
    JobAction action;
    QLatin1StringView name;
};

constexpr std::array<Names, 7> actionNames{{{JobAction::Retry, "retry"_L1},
                                            {JobAction::MoveToWait, "moveToWait"_L1},
                                            {JobAction::Promote, "promote"_L1},
                                            {JobAction::Remove, "remove"_L1},
                                            {JobAction::Duplicate, "duplicate"_L1},
                                            {JobAction::Cancel, "cancel"_L1},
                                            {JobAction::Fail, "fail"_L1}}};

QByteArray now()
{
    return QByteArray::number(QDateTime::currentMSecsSinceEpoch());
}

QString problemOf(JobAction action, qint64 code)
{
    if (action == JobAction::Remove && code == 1)
        return {};
    if (action == JobAction::Remove && code == 0)
        return u"It is active, or one of its children is; wait until it has ended, or fail it"_s;
    switch (code) {
    case 0:
    case 1:
        return {};
    case -1:
        return u"There is no such job any more"_s;
    case -2:
    case -6:
        return u"Its worker has finished it meanwhile"_s;
    case -3:
        return u"Its state has changed meanwhile"_s;
    case -8:
        return u"It is a scheduler's next job: remove the scheduler, or run it now"_s;
    default:
        return u"BullMQ refused it with code %1"_s.arg(code);
    }
}

// Of one job, which the others don't suffer for. Rethrows what isn't of one job.
QString refusalIn(const redis::RedisError &error)
{
    if (error.kind() != redis::RedisError::Kind::Refused)
        throw error;
    return u"Redis refused: "_s + error.detail();
}

QString wrongState(JobAction action, const JobRow &row)
{
    if (!row.state)
        return row.exists ? u"It is in no state's list"_s : u"There is no such job any more"_s;
    return u"It is %1: %2 isn't for such jobs"_s.arg(nameOf(*row.state), nameOf(action));
}

} // namespace

QLatin1StringView nameOf(JobAction action)
{
    return actionNames.at(std::size_t(action)).name;
}

std::optional<JobAction> jobActionNamed(QStringView name)
{
    for (const Names &each : actionNames) {
        if (each.name == name)
            return each.action;
    }
    return {};
}

bool suits(JobAction action, JobState state)
{
    const bool hasFinished = state == JobState::Failed || state == JobState::Completed;
    switch (action) {
    case JobAction::Retry:
        return hasFinished;
    case JobAction::MoveToWait:
        return hasFinished || state == JobState::Delayed;
    case JobAction::Promote:
        return state == JobState::Delayed;
    case JobAction::Remove:
        return state != JobState::Active;
    case JobAction::Duplicate:
        return true;
    case JobAction::Cancel:
    case JobAction::Fail:
        break;
    }
    return state == JobState::Active;
}

JobActions::JobActions(redis::Client &client, QueueAddress queue, telemetry::SpanSink *spans, CancelJob cancel)
    : m_client(client)
    , m_queue(std::move(queue))
    , m_spans(spans)
    , m_cancel(std::move(cancel))
{
}

QCoro::Task<QList<ActionResult>> JobActions::apply(JobAction action, QList<JobRow> rows)
{
    QList<ActionResult> results;
    if (action == JobAction::Remove)
        co_await hasten(rows);
    std::vector<std::pair<qsizetype, Pending>> asked; // all of them go out in one write
    for (const JobRow &row : rows) {
        results.append({row.id, {}});
        if (!row.state || !suits(action, *row.state))
            results.last().error = wrongState(action, row);
        else if (action == JobAction::Cancel || action == JobAction::Duplicate || action == JobAction::Fail)
            results.last().error = co_await actAlone(action, row);
        else
            asked.emplace_back(results.size() - 1, ask(action, row));
    }
    for (auto &[place, pending] : asked) {
        try {
            const Reply reply = co_await std::move(pending);
            results[place].error = problemOf(action, reply.integer);
        } catch (const redis::RedisError &error) {
            results[place].error = refusalIn(error);
        }
    }
    co_return results;
}

// A Redis whose memory is full refuses this, but not that they are removed.
QCoro::Task<> JobActions::hasten(QList<JobRow> removals)
{
    try {
        co_await bringToHead(m_client, m_queue, removals, m_spans);
    } catch (const redis::RedisError &error) {
        if (error.kind() != redis::RedisError::Kind::Refused)
            throw;
    }
}

QCoro::Task<QString> JobActions::actAlone(JobAction action, JobRow row)
{
    try {
        if (action == JobAction::Cancel)
            co_return co_await cancel(row);
        if (action == JobAction::Duplicate)
            co_return co_await duplicate(row);
        co_return co_await fail(row);
    } catch (const redis::RedisError &error) {
        co_return refusalIn(error);
    }
}

Pending JobActions::ask(JobAction action, const JobRow &row)
{
    if (action == JobAction::Remove)
        return removeJob(m_client, m_queue, row.id, Children::Go, m_spans);
    if (row.state == JobState::Delayed)
        return promote(row);
    return reprocess(row, action == JobAction::Retry);
}

Pending JobActions::reprocess(const JobRow &row, bool resetsAttempts)
{
    const bool hasFailed = row.state == JobState::Failed;
    const QByteArray state = hasFailed ? "failed" : "completed";
    const QByteArray reset = resetsAttempts ? "1" : "0";
    const auto names = keys(key(row.id), key("events"), key(state), key("wait"), key("meta"), key("active"),
                            key("marker"), key("prioritized"), key("pc"));
    return run(
        m_client, m_spans, bullmq::reprocessJob, names,
        {row.id, row.isLifo ? "RPUSH" : "LPUSH", hasFailed ? "failedReason" : "returnvalue", state, reset, reset});
}

Pending JobActions::promote(const JobRow &row)
{
    const auto names = keys(key("delayed"), key("wait"), key("paused"), key("meta"), key("prioritized"), key("active"),
                            key("pc"), key("events"), key("marker"));
    return run(m_client, m_spans, bullmq::promote, names, {m_queue.folder(), row.id});
}

// Of the same name, data and options; its id, trace, parent and scheduler are its own.
QCoro::Task<QString> JobActions::duplicate(JobRow row)
{
    const QByteArray job = key(row.id);
    const Reply found = co_await m_client.command(m_spans, "HMGET", job, "name", "data", "opts");
    if (found.items.value(0).isNil())
        co_return u"There is no such job any more"_s;
    QJsonObject options = QJsonDocument::fromJson(found.items.value(2).bytes).object();
    for (const char *own : {"jobId", "tm", "omc", "parent", "repeat", "repeatJobKey", "prevMillis", "timestamp", "de",
                            "fpof", "cpof", "idof", "rdof"})
        options.remove(QLatin1StringView(own));
    const NewJob copy{found.items.value(0).bytes, found.items.value(1).bytes, JobOptions::fromStored(options)};
    Queue queue(m_client, {m_queue.prefix, m_queue.name}, m_spans);
    try {
        co_await queue.add(copy);
    } catch (const InvalidJob &error) { // others may have written what we would not
        co_return u"A copy of it would be refused: %1"_s.arg(QString::fromUtf8(error.what()));
    } catch (const JobError &error) {
        co_return QString::fromUtf8(error.what());
    }
    co_return QString();
}

// It is told, and ends when it heeds that.
QCoro::Task<QString> JobActions::cancel(JobRow row)
{
    if (m_cancel) {
        const bool isTold = co_await m_cancel(m_queue, row.id, u"an admin has canceled it"_s);
        if (isTold)
            co_return QString();
    }
    co_return u"Its worker isn't this server's, and can't be asked; fail it instead"_s;
}

// With the lock in our hands it is ours to finish, whoever runs it.
QCoro::Task<QString> JobActions::fail(JobRow row)
{
    const QByteArray token = "signalbox:" + SecretFile::randomText();
    const QByteArrayList names{key("active"), key(row.id + ":lock")};
    const QByteArrayList arguments{row.id, token, QByteArray::number(lockMs)};
    const Reply taken = co_await m_client.run(m_spans, takeLock, names, arguments);
    if (taken.integer == 0)
        co_return problemOf(JobAction::Fail, -3);
    const QByteArray job = key(row.id);
    const Reply kept = co_await m_client.command(m_spans, "HMGET", job, "opts", "stacktrace");
    const QJsonObject options = QJsonDocument::fromJson(kept.items.value(0).bytes).object();
    QJsonArray stacks = QJsonDocument::fromJson(kept.items.value(1).bytes).array();
    const QByteArray reason = "Failed by an admin";
    stacks.append(QString::fromUtf8("Error: " + reason));
    const QByteArray traces = QJsonDocument(stacks).toJson(QJsonDocument::Compact);
    const WorkerScripts scripts({m_queue.prefix, m_queue.name}, {});
    const WorkerScripts::Finish finish{row.id, token, false, {{"failedReason", reason}, {"stacktrace", traces}}};
    const Reply reply = co_await scripts.fail(m_client, finish, reason, JobOptions::fromStored(options));
    co_return problemOf(JobAction::Fail, reply.integer);
}

QCoro::Task<QString> JobActions::updateData(QByteArray id, QByteArray json)
{
    const auto names = keys(key(id));
    const QByteArrayList arguments{json};
    const Reply reply = co_await run(m_client, m_spans, bullmq::updateData, names, arguments);
    co_return problemOf(JobAction::Retry, reply.integer);
}

QCoro::Task<QString> JobActions::changeDelay(QByteArray id, qint64 delayMs)
{
    const auto names = keys(key("delayed"), key("meta"), key("marker"), key("events"));
    const QByteArrayList arguments{QByteArray::number(delayMs), now(), id, key(id)};
    const Reply reply = co_await run(m_client, m_spans, bullmq::changeDelay, names, arguments);
    co_return problemOf(JobAction::Retry, reply.integer);
}

QCoro::Task<QString> JobActions::changePriority(QByteArray id, qint64 priority, bool isLifo)
{
    const auto names =
        keys(key("wait"), key("paused"), key("meta"), key("prioritized"), key("active"), key("pc"), key("marker"));
    const QByteArray first = isLifo ? "1" : "0";
    const QByteArrayList arguments{QByteArray::number(priority), m_queue.folder(), id, first};
    const Reply reply = co_await run(m_client, m_spans, bullmq::changePriority, names, arguments);
    co_return problemOf(JobAction::Retry, reply.integer);
}

} // namespace signalbox::jobs
