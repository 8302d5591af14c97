// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/scheduler_iteration.h"

#include "bullmq_scripts.h"
#include "jobs/job_error.h"
#include "jobs/keyed_script.h"
#include "jobs/scheduler_writer.h"

#include <QDateTime>

namespace signalbox::jobs {

using namespace Qt::Literals::StringLiterals;
using redis::Pending;
using redis::Reply;

namespace {

bool isDigits(QByteArrayView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// A key of the repeatable jobs that were before there were schedulers: name:id:endDate:tz:pattern.
bool looksLegacy(const QByteArray &id)
{
    const QByteArrayList parts = id.split(':');
    if (parts.size() < 5 || !(parts[2].isEmpty() || isDigits(parts[2])))
        return false;
    const QByteArray tail = parts.mid(4).join(':');
    return tail.contains(' ') || isDigits(tail);
}

std::optional<qint64> milliseconds(const QJsonValue &value)
{
    if (value.isDouble())
        return qint64(value.toDouble());
    const QDateTime time = QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
    return time.isValid() ? std::optional(time.toMSecsSinceEpoch()) : std::nullopt;
}

struct Iteration {
    qint64 now = 0;
    qint64 count = 0; // the number of the next one
    std::optional<qint64> next; // by its pattern; without one the script says when
};

// Nothing when it was the last.
std::optional<Iteration> following(const JobOptions &options, qint64 now)
{
    const QJsonObject &repeat = options.repeat;
    Iteration iteration{now, repeat["count"_L1].toInteger(0) + 1, {}};
    const std::optional<qint64> end = milliseconds(repeat["endDate"_L1]);
    if (repeat["limit"_L1].isDouble() && iteration.count > repeat["limit"_L1].toInteger())
        return std::nullopt;
    if (end && now > *end)
        return std::nullopt;
    if (!repeat["pattern"_L1].isString())
        return iteration;
    const qint64 base = std::max(now, options.prevMillis.value_or(0));
    const auto times =
        nextTimes(repeat["pattern"_L1].toString().toUtf8(), repeat["tz"_L1].toString().toUtf8(), base, 1, end);
    if (const auto *problem = std::get_if<QString>(&times))
        throw std::invalid_argument(problem->toStdString());
    if (std::get<QList<qint64>>(times).isEmpty())
        return std::nullopt;
    iteration.next = std::get<QList<qint64>>(times).first();
    return iteration;
}

QByteArray optionsOf(const JobRecord &job, const Iteration &iteration)
{
    JobOptions options = job.options;
    options.repeat.insert("count"_L1, iteration.count);
    options.timestamp = iteration.now;
    options.repeatJobKey = QString::fromUtf8(job.schedulerId);
    if (iteration.next) {
        const qint64 offset = options.repeat["offset"_L1].toInteger(0);
        options.jobId = QString::fromUtf8("repeat:" + job.schedulerId + ':' + QByteArray::number(*iteration.next));
        options.prevMillis = iteration.next;
        options.delay = std::max<qint64>(*iteration.next + offset - iteration.now, 0);
    }
    return options.packed();
}

Pending ask(redis::Client &client, const QueueKeys &queue, const JobRecord &job, const Iteration &iteration)
{
    const auto key = [&](QByteArrayView suffix) { return queue.of(suffix); };
    return run(client, nullptr, bullmq::updateJobScheduler,
               keys(key("repeat"), key("delayed"), key("wait"), key("paused"), key("meta"), key("prioritized"),
                    key("marker"), key("id"), key("events"), key("pc"), queue.job(job.id), key("active")),
               {iteration.next ? QByteArray::number(*iteration.next) : QByteArray(""), job.schedulerId,
                job.data.isEmpty() ? "{}" : job.data, optionsOf(job, iteration), QByteArray::number(iteration.now),
                queue.folder(), job.id});
}

} // namespace

QCoro::Task<> scheduleNext(redis::Client &client, QueueKeys queue, JobRecord job)
{
    if (looksLegacy(job.schedulerId)) {
        Pending known = client.command(nullptr, "HEXISTS", queue.of("repeat:" + job.schedulerId), "ic");
        const Reply reply = co_await known;
        if (reply.integer == 0)
            throw std::invalid_argument("it is a repeatable job of an older BullMQ, which is not repeated here");
    }
    const auto iteration = following(job.options, QDateTime::currentMSecsSinceEpoch());
    if (!iteration)
        co_return;
    Pending pending = ask(client, queue, job, *iteration);
    const Reply reply = co_await pending;
    if (reply.kind == Reply::Kind::Integer && reply.integer < 0)
        throw JobError(reply.integer, "updateJobScheduler", job.schedulerId);
}

} // namespace signalbox::jobs
