// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "demo/demo_jobs.h"

#include "base/compute_pool.h"
#include "base/json_text.h"
#include "demo/burn.h"
#include "jobs/job_interrupts.h"
#include "jobs/wake_up.h"

#include <QCoro/QCoroFuture>

#include <algorithm>
#include <optional>

namespace signalbox::demo {

using namespace Qt::Literals::StringLiterals;
using jobs::JobContext;
using std::chrono::milliseconds;
using Context = std::shared_ptr<JobContext>;

namespace {

constexpr int longestMs = 60 * 60'000;
constexpr int longestBurnMs = 60'000;
constexpr milliseconds pollInterval{20}; // whether it is to stop
constexpr milliseconds turn{10}; // of a compute thread: then it is others', and the job may be stopped

int numberIn(const Context &context, QLatin1StringView name, int most)
{
    const QJsonValue value = context->data()[name];
    const double number = value.toDouble(-1);
    if (number < 0 || number > most)
        throw jobs::UnrecoverableError(u"the data needs a number %1, from 0 to %2"_s.arg(name).arg(most));
    return int(number);
}

void throwIfStopped(const Context &context)
{
    if (context->stopToken().stop_requested())
        throw jobs::UnrecoverableError(context->whyStopped());
}

QCoro::Task<QByteArray> echo(Context context)
{
    co_return context->job().data;
}

QCoro::Task<QByteArray> sleep(Context context)
{
    using Clock = std::chrono::steady_clock;
    const int ms = numberIn(context, "ms"_L1, longestMs);
    const Clock::time_point start = Clock::now();
    jobs::WakeUp rest;
    int told = 0;
    for (;;) {
        throwIfStopped(context);
        const auto passed = std::chrono::duration_cast<milliseconds>(Clock::now() - start);
        if (passed.count() >= ms)
            break;
        const int percent = int(100 * passed.count() / ms);
        if (percent >= told + 10) {
            told = percent - percent % 10;
            co_await context->updateProgress(QByteArray::number(told));
        }
        const milliseconds wait = std::min(pollInterval, milliseconds(ms) - passed);
        co_await rest.wait(wait);
    }
    co_await context->updateProgress("100");
    co_return jsonText(QJsonObject{{u"ms"_s, ms}});
}

QCoro::Task<QByteArray> fail(Context context)
{
    const QJsonValue data = context->data();
    const int times = data["times"_L1].toInt(std::numeric_limits<int>::max());
    if (context->job().attemptsMade < times)
        throw std::runtime_error(data["message"_L1].toString(u"Failed as asked"_s).toStdString());
    co_return jsonText(QJsonObject{{u"failed"_s, times}});
}

// As soon as the pool has a place for it.
QCoro::Task<Burned> burnOnce(Context context, ComputePool &pool, milliseconds duration)
{
    jobs::WakeUp rest;
    for (;;) {
        auto future = pool.tryRun([duration] { return burn(duration); });
        if (future) {
            const Burned burned = co_await *future;
            co_return burned;
        }
        co_await rest.wait(pollInterval);
        throwIfStopped(context);
    }
}

QCoro::Task<QByteArray> compute(Context context, ComputePool &pool)
{
    const milliseconds wanted{numberIn(context, "ms"_L1, longestBurnMs)};
    const auto queuedAt = std::chrono::steady_clock::now();
    std::optional<Burned> burned;
    for (milliseconds left = wanted; !burned || left.count() > 0; left -= turn) {
        const Burned piece = co_await burnOnce(context, pool, std::min(turn, left));
        throwIfStopped(context);
        burned = burned ? Burned{burned->from, piece.to, burned->hashes + piece.hashes} : piece;
    }
    if (telemetry::SpanSink *spans = context->spans()) {
        spans->addSpan("queue", "wait for a compute thread", queuedAt, burned->from);
        spans->addSpan("crypto", "hash for " + QByteArray::number(wanted.count()) + " ms", burned->from, burned->to);
    }
    co_return jsonText(QJsonObject{{u"ms"_s, qint64(wanted.count())}, {u"hashes"_s, burned->hashes}});
}

} // namespace

jobs::Processors demoJobs(ComputePool &pool)
{
    jobs::Processors processors;
    processors.add(u"echo"_s, echo);
    processors.add(u"sleep"_s, sleep);
    processors.add(u"fail"_s, fail);
    processors.add(u"cpu"_s, [&pool](Context context) { return compute(std::move(context), pool); });
    return processors;
}

} // namespace signalbox::demo
