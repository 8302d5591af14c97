// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "worker_setting.h"

#include "configuration.h"
#include "runtime/housekeeping.h"
#include "setting_kinds.h"
#include "suggestion.h"

#include <algorithm>

namespace signalbox::app {

namespace {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using jobs::CommandWorkerSettings;
using std::chrono::milliseconds;

constexpr qint64 KiB = 1024;
constexpr qint64 MiB = 1024 * KiB;

CommandWorkerSettings &workerOf(Configuration &configuration, const QString &queue)
{
    std::vector<CommandWorkerSettings> &workers = configuration.server.workers;
    const auto found = std::ranges::find(workers, queue, &CommandWorkerSettings::queue);
    if (found != workers.end())
        return *found;
    workers.push_back({queue});
    return workers.back();
}

// The window is told apart from its number, whichever comes first.
jobs::JobRateLimit &limiterOf(CommandWorkerSettings &worker)
{
    if (!worker.limiter)
        worker.limiter = jobs::JobRateLimit{0, 1000};
    return *worker.limiter;
}

template <typename T> using StoreInWorker = void (*)(CommandWorkerSettings &, T);

// Makes the settings of one queue.
class Maker {
public:
    explicit Maker(const QString &queue)
        : m_queue(queue)
    {
    }

    template <typename T> Store<T> into(StoreInWorker<T> store) const
    {
        return [queue = m_queue, store](Configuration &configuration, T value) {
            store(workerOf(configuration, queue), value);
        };
    }
    Setting make(const QString &name, const QString &fallback, const QString &help, Kind kind) const
    {
        Setting setting;
        setting.key = u"workers."_s + m_queue + u'.' + name;
        setting.fallback = fallback;
        setting.help = help;
        setting.valueName = u"VALUE"_s;
        setting.allowed = std::move(kind.allowed);
        setting.apply = std::move(kind.apply);
        return setting;
    }

private:
    const QString m_queue;
};

using W = CommandWorkerSettings;

void setCommand(W &worker, QStringList command)
{
    worker.command.program = command.takeFirst();
    worker.command.arguments = command;
}

std::vector<Setting> commandSettings(const Maker &maker)
{
    return {
        maker.make(u"command"_s, {}, u"does the jobs of this queue, see jobs-workers.md"_s,
                   commandKind(maker.into<QStringList>(setCommand))),
        maker.make(u"directory"_s, {}, u"where it runs (default: where Signalbox does)"_s,
                   fileKind(maker.into<QString>([](W &w, QString v) { w.command.directory = v; }))),
        maker.make(
            u"timeout"_s, u"10m"_s, u"of a run; 0s is none"_s,
            durationKind(0s, 168h, maker.into<milliseconds>([](W &w, milliseconds v) { w.command.timeout = v; }))),
        maker.make(u"output-size"_s, u"4 MiB"_s, u"of a result; a run that gives more is stopped"_s,
                   sizeKind(KiB, 8 * MiB, maker.into<qint64>([](W &w, qint64 v) { w.command.largestOutput = v; }))),
    };
}

std::vector<Setting> queueSettings(const Maker &maker)
{
    return {
        maker.make(u"concurrency"_s, u"1"_s, u"runs at a time"_s,
                   integerKind(1, 1000, maker.into<qint64>([](W &w, qint64 v) { w.concurrency = int(v); }))),
        maker.make(u"rate-limit"_s, u"0"_s, u"jobs that begin within the window, over all workers; 0 is any number"_s,
                   integerKind(0, 1'000'000, maker.into<qint64>([](W &w, qint64 v) { limiterOf(w).max = v; }))),
        maker.make(u"rate-window"_s, u"1s"_s, u"of that limit"_s,
                   durationKind(1ms, 24h, maker.into<milliseconds>([](W &w, milliseconds v) {
                       limiterOf(w).durationMs = v.count();
                   }))),
        maker.make(u"prefix"_s, {}, u"what the queue's keys in Redis begin with (default: as jobs.prefix)"_s,
                   textKind(maker.into<QString>([](W &w, QString v) { w.prefix = v; }))),
        maker.make(u"once"_s, u"false"_s, u"keep results until they are recorded, so that no crash repeats a run"_s,
                   booleanKind(maker.into<bool>([](W &w, bool v) { w.keepsResults = v; }))),
    };
}

} // namespace

bool isWorkerKey(const QString &key)
{
    return key == "workers"_L1 || key.startsWith("workers."_L1);
}

QString queueOfWorkerKey(const QString &key)
{
    return key.section(u'.', 1, -2);
}

std::vector<Setting> workerSettings(const QString &queue)
{
    const Maker maker(queue);
    std::vector<Setting> settings = commandSettings(maker);
    std::ranges::move(queueSettings(maker), std::back_inserter(settings));
    return settings;
}

std::optional<Setting> findWorkerSetting(const QString &key)
{
    const QString queue = queueOfWorkerKey(key);
    const std::vector<Setting> settings = queue.isEmpty() ? std::vector<Setting>() : workerSettings(queue);
    const auto found = std::ranges::find(settings, key, &Setting::key);
    return found == settings.end() ? std::nullopt : std::optional(*found);
}

QString unknownWorkerKey(const QString &key)
{
    const QString queue = queueOfWorkerKey(key);
    if (queue.isEmpty())
        return u"%1 must be a section that is named after a queue and has a command, like [workers.mail]"_s.arg(key);
    QStringList names;
    for (const Setting &setting : workerSettings(queue))
        names.append(setting.key.section(u'.', -1));
    const QString meant = suggest(key.section(u'.', -1), names);
    if (!meant.isEmpty())
        return u"unknown key %1; did you mean workers.%2.%3?"_s.arg(key, queue, meant);
    return u"unknown key %1; allowed are %2"_s.arg(key, names.join(", "_L1));
}

std::optional<ConfigurationError> finishWorkers(Configuration &configuration)
{
    for (CommandWorkerSettings &worker : configuration.server.workers) {
        if (worker.queue.contains(u':'))
            return ConfigurationError{u"workers.%1: the name of a queue must not contain a colon"_s.arg(worker.queue)};
        if (worker.command.program.isEmpty())
            return ConfigurationError{
                u"workers.%1 has no command: give it one, like command = [\"python3\", \"mail.py\"]"_s.arg(
                    worker.queue)};
        if (worker.prefix.isEmpty())
            worker.prefix = QString::fromUtf8(configuration.server.jobs.prefix);
        if (worker.queue == QLatin1StringView(housekeepingQueue)
            && worker.prefix.toUtf8() == configuration.server.jobs.prefix)
            return ConfigurationError{
                u"workers.%1: Signalbox does its own housekeeping by this queue; give yours another name, or another "
                "prefix"_s.arg(worker.queue)};
        if (worker.limiter && worker.limiter->max == 0)
            worker.limiter.reset();
    }
    const bool hasRedis = configuration.server.redis.mode != RedisSettings::Mode::Off;
    if (!hasRedis && !configuration.server.workers.empty())
        return ConfigurationError{u"workers need Redis: redis-url is none"_s};
    return {};
}

} // namespace signalbox::app
