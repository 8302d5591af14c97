// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker_processors.h"

#include "base/json_text.h"
#include "jobs/job_interrupts.h"

#include <QCoro/QCoroTimer>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace signalbox;
using namespace signalbox::jobs;
using namespace Qt::Literals::StringLiterals;
using std::chrono::milliseconds;
using Job = std::shared_ptr<JobContext>;
using redis::Pending;

namespace {

constexpr milliseconds longestNap{50}; // until it is looked whether the job is to stop

qint64 millisecondsOf(const Job &job)
{
    return job->data()[u"ms"].toInteger();
}

QByteArray asJson(const QJsonValue &value)
{
    const QByteArray list = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return list.mid(1, list.size() - 2);
}

// Until then, or until the job is to stop: that fails it, but for one that doesn't listen.
QCoro::Task<> linger(Job job)
{
    const qint64 end = QDateTime::currentMSecsSinceEpoch() + millisecondsOf(job);
    const bool listens = !job->data()[u"deaf"].toBool();
    for (qint64 now = QDateTime::currentMSecsSinceEpoch(); now < end; now = QDateTime::currentMSecsSinceEpoch()) {
        if (listens && job->stopToken().stop_requested())
            throw std::runtime_error("stopped: " + job->whyStopped().toStdString());
        const milliseconds nap = std::min(milliseconds(end - now), longestNap);
        co_await QCoro::sleepFor(nap);
    }
}

QCoro::Task<QByteArray> echo(Job job)
{
    co_return job->job().data;
}

QCoro::Task<QByteArray> none(Job)
{
    co_return {};
}

// The text that its data is, as it is.
QByteArray raw(const Job &job)
{
    return job->data().toString().toUtf8();
}

QCoro::Task<QByteArray> garbage(Job job)
{
    co_return raw(job);
}

QCoro::Task<QByteArray> sleep(Job job)
{
    co_await linger(job);
    co_return asJson(millisecondsOf(job));
}

// Holds up the thread of its worker, as no processor should.
QCoro::Task<QByteArray> cpu(Job job)
{
    const qint64 end = QDateTime::currentMSecsSinceEpoch() + millisecondsOf(job);
    while (QDateTime::currentMSecsSinceEpoch() < end) { }
    co_return asJson(millisecondsOf(job));
}

// As often as its data says, then it is done.
QCoro::Task<QByteArray> fail(Job job)
{
    co_await linger(job);
    if (job->job().attemptsMade < job->data()[u"times"].toInteger(INT_MAX))
        throw std::runtime_error(job->data()[u"message"].toString(u"no such host"_s).toStdString());
    co_return "\"at last\"";
}

QCoro::Task<QByteArray> unrecoverable(Job job)
{
    throw UnrecoverableError(job->data()[u"message"].toString(u"hopeless"_s));
    co_return {};
}

QCoro::Task<QByteArray> progress(Job job)
{
    const QJsonArray steps = job->data().toArray();
    for (const QJsonValue &step : steps)
        co_await job->updateProgress(asJson(step));
    co_return {};
}

QCoro::Task<QByteArray> garbledProgress(Job job)
{
    const QByteArray progress = raw(job);
    co_await job->updateProgress(progress);
    co_return {};
}

QCoro::Task<QByteArray> log(Job job)
{
    const QJsonArray rows = job->data().toArray();
    for (const QJsonValue &row : rows)
        co_await job->log(row.toString().toUtf8());
    co_return {};
}

QCoro::Task<QByteArray> updateData(Job job)
{
    QJsonObject changed = job->data().toObject();
    changed.insert(u"seen"_s, true);
    co_await job->updateData(QJsonDocument(changed).toJson(QJsonDocument::Compact));
    co_return {};
}

QCoro::Task<QByteArray> children(Job job)
{
    const auto values = co_await job->childrenValues();
    QJsonObject all;
    for (auto value = values.begin(); value != values.end(); ++value)
        all.insert(QString::fromUtf8(value.key()), jsonValue(value.value()).value_or(QJsonValue()));
    co_return QJsonDocument(all).toJson(QJsonDocument::Compact);
}

QCoro::Task<QByteArray> ignoredFailures(Job job)
{
    const auto reasons = co_await job->ignoredFailures();
    QJsonObject all;
    for (auto reason = reasons.begin(); reason != reasons.end(); ++reason)
        all.insert(QString::fromUtf8(reason.key()), QString::fromUtf8(reason.value()));
    co_return QJsonDocument(all).toJson(QJsonDocument::Compact);
}

QCoro::Task<QByteArray> waitChildren(Job job)
{
    co_await linger(job);
    co_await job->waitForChildren();
    const QByteArray values = co_await children(job);
    co_return values;
}

QCoro::Task<QByteArray> delayOnce(Job job)
{
    if (job->job().attemptsStarted == 1)
        co_await job->delayUntil(QDateTime::currentMSecsSinceEpoch() + millisecondsOf(job));
    co_return asJson(job->job().attemptsStarted);
}

QCoro::Task<QByteArray> waitOnce(Job job)
{
    if (job->job().attemptsStarted == 1)
        co_await job->waitAgain();
    co_return asJson(job->job().attemptsStarted);
}

QCoro::Task<QByteArray> limitOnce(Job job)
{
    if (job->job().attemptsStarted == 1)
        co_await job->limitRate(millisecondsOf(job));
    co_return asJson(job->job().attemptsStarted);
}

// Leaves in Redis that it ran, and who ran it.
QCoro::Task<QByteArray> record(redis::Client *client, QByteArray workerName, Job job)
{
    Pending ran = client->command(nullptr, "RPUSH", "runs:" + job->queue().queue() + ':' + job->job().id, workerName);
    co_await ran;
    co_await linger(job);
    co_return '"' + workerName + '"';
}

// Leaves in Redis how many of them ran at a time.
QCoro::Task<QByteArray> gauge(redis::Client *client, Job job)
{
    const QByteArray key = "running:" + job->queue().queue();
    Pending more = client->command(nullptr, "INCR", key);
    const redis::Reply running = co_await more;
    Pending noted = client->command(nullptr, "ZADD", key + ":seen", running.integer, running.integer);
    co_await noted;
    co_await linger(job);
    Pending less = client->command(nullptr, "DECR", key);
    co_await less;
    co_return {};
}

} // namespace

Processors workerProcessors(redis::Clients &clients, const QByteArray &workerName)
{
    Processors all;
    const std::pair<const char *, QCoro::Task<QByteArray> (*)(Job)> simple[] = {
        {"echo", echo},
        {"none", none},
        {"garbage", garbage},
        {"sleep", sleep},
        {"cpu", cpu},
        {"fail", fail},
        {"unrecoverable", unrecoverable},
        {"progress", progress},
        {"garbledProgress", garbledProgress},
        {"log", log},
        {"updateData", updateData},
        {"children", children},
        {"ignoredFailures", ignoredFailures},
        {"waitChildren", waitChildren},
        {"delayOnce", delayOnce},
        {"waitOnce", waitOnce},
        {"limitOnce", limitOnce},
    };
    for (const auto &[name, processor] : simple)
        all.add(QString::fromLatin1(name), processor);
    redis::Client *client = &clients.here();
    all.add(u"record"_s, [client, workerName](Job job) { return record(client, workerName, job); });
    all.add(u"gauge"_s, [client](Job job) { return gauge(client, job); });
    return all;
}
