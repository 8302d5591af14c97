// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A worker in a program of its own, that can be killed. Its argument is JSON: {redis, queue, prefix, options}, these as
// BullMQ's Worker takes them, with `backoff` for what its strategy says and the `deadline` of commands. It reads lines
// of JSON: {do: "pause"}, "resume", "close", or "cancel" with an id; it writes what happens as lines of JSON.
// node_worker.js is its like.

#include "jobs/worker.h"
#include "worker_processors.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSocketNotifier>

#include <cstdio>
#include <unistd.h>

using namespace signalbox;
using namespace signalbox::jobs;
using namespace Qt::Literals::StringLiterals;
using std::chrono::milliseconds;

namespace {

void say(const char *event, QJsonObject more = {})
{
    more.insert(u"event"_s, QString::fromLatin1(event));
    const QByteArray line = QJsonDocument(more).toJson(QJsonDocument::Compact) + '\n';
    std::fwrite(line.constData(), 1, std::size_t(line.size()), stdout);
    std::fflush(stdout);
}

std::optional<KeepOption> keepOf(const QJsonValue &option)
{
    if (!option.isObject())
        return std::nullopt;
    const auto number = [&](QStringView name) {
        return option[name].isDouble() ? std::optional(option[name].toInteger()) : std::nullopt;
    };
    return KeepOption{number(u"count"), number(u"age"), number(u"limit")};
}

WorkerSettings settingsOf(const QJsonObject &options)
{
    WorkerSettings settings;
    const auto time = [&](QStringView name, milliseconds other, double unit = 1) {
        return milliseconds(qint64(options[name].toDouble(double(other.count()) / unit) * unit));
    };
    settings.name = options[u"name"].toString().toUtf8();
    settings.concurrency = options[u"concurrency"].toInt(settings.concurrency);
    settings.lockDuration = time(u"lockDuration", settings.lockDuration);
    settings.stalledInterval = time(u"stalledInterval", settings.stalledInterval);
    settings.maxStalledCount = options[u"maxStalledCount"].toInt(settings.maxStalledCount);
    settings.drainDelay = time(u"drainDelay", settings.drainDelay, 1000);
    if (options.contains(u"maxStartedAttempts"))
        settings.maxStartedAttempts = options[u"maxStartedAttempts"].toInteger();
    const QJsonValue limiter = options[u"limiter"];
    if (limiter.isObject())
        settings.limiter = JobRateLimit{limiter[u"max"].toInteger(), limiter[u"duration"].toInteger()};
    settings.removeOnComplete = keepOf(options[u"removeOnComplete"]);
    settings.removeOnFail = keepOf(options[u"removeOnFail"]);
    settings.metricsMinutes = options[u"metrics"][u"maxDataPoints"].toInteger();
    if (options.contains(u"backoff")) {
        const qint64 backoff = options[u"backoff"].toInteger();
        settings.backoffStrategy = [backoff](const QString &, qint64, const JobRecord &) { return backoff; };
    }
    return settings;
}

QString nameOf(JobOutcome::Kind kind)
{
    switch (kind) {
    case JobOutcome::Kind::Completed:
        return u"completed"_s;
    case JobOutcome::Kind::Retried:
        return u"retried"_s;
    case JobOutcome::Kind::Failed:
        return u"failed"_s;
    case JobOutcome::Kind::Moved:
        return u"moved"_s;
    case JobOutcome::Kind::Lost:
        return u"lost"_s;
    }
    return {};
}

void report(const Worker &worker)
{
    QObject::connect(&worker, &Worker::began, &worker, [](const std::shared_ptr<JobContext> &context) {
        say("began", {{u"id"_s, QString::fromUtf8(context->job().id)}, {u"name"_s, context->job().name}});
    });
    QObject::connect(&worker, &Worker::ended, &worker,
                     [](const std::shared_ptr<JobContext> &context, const JobOutcome &outcome) {
                         say("ended",
                             {{u"id"_s, QString::fromUtf8(context->job().id)},
                              {u"how"_s, nameOf(outcome.kind)},
                              {u"value"_s, QString::fromUtf8(outcome.value)}});
                     });
    QObject::connect(&worker, &Worker::stalled, &worker, [](const QByteArray &id) {
        say("stalled", {{u"id"_s, QString::fromUtf8(id)}});
    });
    QObject::connect(&worker, &Worker::drained, &worker, [] { say("drained"); });
    QObject::connect(&worker, &Worker::trouble, &worker, [](const QString &what) {
        say("trouble", {{u"what"_s, what}});
    });
    QObject::connect(&worker, &Worker::closed, &worker, [] {
        say("closed");
        QCoreApplication::quit();
    });
}

void obey(Worker &worker, const QByteArray &line)
{
    const QJsonObject command = QJsonDocument::fromJson(line).object();
    const QString what = command[u"do"].toString();
    if (what == u"pause")
        worker.pause();
    else if (what == u"resume")
        worker.resume();
    else if (what == u"cancel")
        worker.cancel(command[u"id"].toString().toUtf8(), u"the test wants it"_s);
    else if (what == u"close")
        worker.close();
}

void listen(Worker &worker)
{
    auto *notifier = new QSocketNotifier(STDIN_FILENO, QSocketNotifier::Read, &worker);
    const auto unread = std::make_shared<QByteArray>();
    QObject::connect(notifier, &QSocketNotifier::activated, &worker, [&worker, notifier, unread] {
        QByteArray bytes(4096, Qt::Uninitialized);
        const ssize_t size = read(STDIN_FILENO, bytes.data(), std::size_t(bytes.size()));
        if (size <= 0) { // the test has ended
            notifier->setEnabled(false);
            worker.close();
            return;
        }
        unread->append(bytes.first(size));
        for (qsizetype end = unread->indexOf('\n'); end >= 0; end = unread->indexOf('\n')) {
            obey(worker, unread->first(end));
            unread->remove(0, end + 1);
        }
    });
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QJsonObject task = QJsonDocument::fromJson(application.arguments().value(1).toUtf8()).object();
    const auto url = redis::RedisUrl::parse(task[u"redis"].toString());
    if (const auto *invalid = std::get_if<redis::RedisUrl::Invalid>(&url))
        qFatal("%s", qPrintable(invalid->message));
    redis::Clients::Settings settings;
    settings.client.deadline = milliseconds(task[u"options"][u"deadline"].toInteger(10'000));
    redis::Clients clients(settings);
    clients.setTarget(std::get<redis::RedisUrl>(url));
    LockKeeper locks(clients.target());
    const WorkerSettings worksSo = settingsOf(task[u"options"].toObject());
    const QueueKeys queue(task[u"prefix"].toString(u"bull"_s).toUtf8(), task[u"queue"].toString().toUtf8());
    Worker worker(clients, queue, workerProcessors(clients, worksSo.name), worksSo, locks);
    report(worker);
    listen(worker);
    worker.start();
    say("ready");
    return QCoreApplication::exec();
}
