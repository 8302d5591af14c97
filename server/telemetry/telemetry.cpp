// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/telemetry.h"

#include "telemetry/collector.h"
#include "telemetry/route_tasks.h"
#include "telemetry/series_points.h"

#include <QThread>

#include <atomic>
#include <future>
#include <limits>
#include <map>
#include <mutex>

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace signalbox::telemetry {

namespace {

constexpr auto flushTimeout = 5s;
constexpr int maxOutstanding = 4; // deliveries that a subscriber hasn't taken yet
constexpr int maxLimit = 1000;
constexpr qint64 maxWaitingCaptureBytes = 8 * 1024 * 1024;

AsyncLog::Settings logSettings(const Settings &settings)
{
    AsyncLog::Settings log;
    log.file = settings.logFile;
    log.rotateBytes = settings.logRotateBytes;
    log.files = settings.logFiles;
    log.level = levelFromName(settings.logLevel).value_or(Level::Info);
    log.nodeName = settings.nodeName.toUtf8();
    return log;
}

// A cursor is the sequence of the last record of the page before. What is none finds nothing, rather than everything.
quint64 sequenceFrom(const QByteArray &cursor)
{
    return cursor.isEmpty() ? std::numeric_limits<quint64>::max() : cursor.toULongLong();
}

EndRange endRange(TimeRange range)
{
    const qint64 to = range.toMs > 0 ? range.toMs * 1000 + 999 : std::numeric_limits<qint64>::max();
    return {range.fromMs * 1000, to};
}

qint64 sizeOf(const Capture &capture)
{
    qint64 size = capture.requestBody.size() + capture.responseBody.size();
    for (const auto *headers : {&capture.requestHeaders, &capture.responseHeaders}) {
        for (const auto &[name, value] : *headers)
            size += name.size() + value.size();
    }
    return size;
}

std::vector<ShardState *> statesOf(const std::vector<std::unique_ptr<Shard>> &shards)
{
    std::vector<ShardState *> states;
    states.reserve(shards.size());
    for (const auto &shard : shards)
        states.push_back(&shard->state());
    return states;
}

} // namespace

struct Telemetry::Private {
    Private(const Settings &from, int reactors)
        : settings(from)
        , slowUs(from.slowUs)
        , log(logSettings(from))
    {
        for (int i = 0; i < reactors; ++i)
            shards.push_back(std::make_unique<Shard>(i, from.enabled));
        jobShard = std::make_unique<Shard>(reactors, from.enabled);
        for (const auto &shard : shards) {
            for (const auto &other : shards) {
                if (other != shard)
                    shard->state().others.push_back(&other->state());
            }
        }
        collector = std::make_unique<Collector>(
            Collector::Settings{from.journalBytes, from.seriesBytes, from.nodeName.toUtf8()}, statesOf(shards),
            jobShard->state(), log);
    }

    void post(std::function<void()> call) { collector->calls().post(std::move(call)); }

    // Calls `work` on the collector's thread after it has taken in what the shards hold.
    template <typename Value, typename Work> QFuture<Value> ask(Work work)
    {
        const Answer<Value> answer;
        post([this, answer, work = std::move(work)] {
            collector->drain();
            work(answer);
        });
        return answer.future();
    }

    const Archive &archive() const { return collector->archive(); }
    int addSubscription(const std::shared_ptr<Mailbox> &mailbox);
    void shutDown();

    const Settings settings;
    std::atomic<qint64> slowUs;
    std::atomic<bool> capturing = false;
    AsyncLog log;
    std::vector<std::unique_ptr<Shard>> shards;
    std::unique_ptr<Shard> jobShard;

    std::mutex mutex; // of what follows
    int nextSubscription = 1;
    std::map<int, std::shared_ptr<Mailbox>> mailboxes;
    std::vector<Capture> captures;
    qint64 captureBytes = 0;

    QThread thread;
    std::promise<void> finished; // beside QThread::wait(), which ThreadSanitizer doesn't see
    std::unique_ptr<Collector> collector;
};

int Telemetry::Private::addSubscription(const std::shared_ptr<Mailbox> &mailbox)
{
    const std::lock_guard lock(mutex);
    const int id = nextSubscription++;
    mailboxes.emplace(id, mailbox);
    return id;
}

void Telemetry::Private::shutDown()
{
    post([this] {
        collector->stop();
        thread.quit();
    });
    finished.get_future().wait();
    thread.wait();
    log.flush(flushTimeout);
}

Telemetry::Telemetry(Settings settings, int reactors, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(settings, reactors))
{
    d->thread.setObjectName(u"collector"_s);
    d->collector->moveToThread(&d->thread);
    connect(&d->thread, &QThread::started, d->collector.get(), &Collector::start);
    connect(
        &d->thread, &QThread::finished, d->collector.get(), [this] { d->finished.set_value(); }, Qt::DirectConnection);
    d->thread.start();
}

Telemetry::~Telemetry()
{
    d->shutDown();
}

Shard &Telemetry::jobShard()
{
    return *d->jobShard;
}

Shard &Telemetry::shard(int reactor)
{
    return *d->shards.at(static_cast<std::size_t>(reactor));
}

bool Telemetry::isEnabled() const
{
    return d->settings.enabled;
}

Log &Telemetry::log()
{
    return d->log;
}

qint64 Telemetry::slowUs() const
{
    return d->slowUs.load(std::memory_order_relaxed);
}

bool Telemetry::isCapturing() const
{
    return d->capturing.load(std::memory_order_relaxed);
}

QCborMap Telemetry::liveSettings() const
{
    return {{u"slowMs"_s, slowUs() / 1000},
            {u"capture"_s, isCapturing()},
            {u"logLevel"_s, QString::fromLatin1(nameOf(d->log.level()))}};
}

void Telemetry::change(const LiveSettings &settings)
{
    if (settings.slowMs)
        d->slowUs = *settings.slowMs * 1000;
    if (settings.capture)
        d->capturing = *settings.capture;
    if (settings.logLevel)
        d->log.setLevel(levelFromName(*settings.logLevel).value_or(d->log.level()));
}

int Telemetry::activeRequests() const
{
    int active = 0;
    for (const auto &shard : d->shards)
        active += shard->state().active.load(std::memory_order_relaxed);
    return active;
}

int Telemetry::openConnections() const
{
    int connections = 0;
    for (const auto &shard : d->shards)
        connections += shard->state().connections.load(std::memory_order_relaxed);
    return connections;
}

QFuture<QCborMap> Telemetry::stats(std::chrono::milliseconds window)
{
    return d->ask<QCborMap>(
        [this, window](const Answer<QCborMap> &answer) { answer.give(d->collector->stats(window)); });
}

QFuture<QCborMap> Telemetry::stats(TimeRange range)
{
    return d->ask<QCborMap>([this, range](const Answer<QCborMap> &answer) { answer.give(d->collector->stats(range)); });
}

QFuture<QCborMap> Telemetry::series(TimeRange range, std::chrono::milliseconds step, QByteArray route,
                                    QByteArray method)
{
    return d->ask<QCborMap>([this, range, step, route, method](const Answer<QCborMap> &answer) {
        std::optional<int> index;
        if (!route.isEmpty() || !method.isEmpty())
            index = d->archive().routes.find(method, route).value_or(RouteTable::maxRoutes);
        answer.give(seriesPoints(d->archive().series, range, step.count(), index, Collector::nowMs()));
    });
}

QFuture<QCborMap> Telemetry::routes(TimeRange range)
{
    return d->ask<QCborMap>([this, range](const Answer<QCborMap> &answer) {
        const TimeSpan span = TimeSpan::of(d->archive().series, range, Collector::nowMs(), true);
        d->collector->run(std::make_unique<RoutesTask>(d->archive(), d->collector->shards(), span, range,
                                                       Collector::nowMs(), answer));
    });
}

QFuture<QCborMap> Telemetry::routeDetail(TimeRange range, QByteArray method, QByteArray route)
{
    return d->ask<QCborMap>([this, range, method, route](const Answer<QCborMap> &answer) {
        const TimeSpan span = TimeSpan::of(d->archive().series, range, Collector::nowMs(), true);
        d->collector->run(std::make_unique<RouteDetailTask>(d->archive(), d->collector->shards(), span, range,
                                                            Collector::nowMs(), method, route, answer));
    });
}

QFuture<QCborMap> Telemetry::requests(Filter filter, TimeRange range, QByteArray before, int limit)
{
    return d->ask<QCborMap>([this, filter, range, before, limit](const Answer<QCborMap> &answer) {
        d->collector->run(std::make_unique<PageTask>(d->archive(), filter, endRange(range), sequenceFrom(before),
                                                     std::clamp(limit, 1, maxLimit), answer));
    });
}

QFuture<std::optional<QCborMap>> Telemetry::request(QByteArray id)
{
    using Found = std::optional<QCborMap>;
    return d->ask<Found>([this, id](const Answer<Found> &answer) {
        d->collector->run(std::make_unique<FindTask>(d->archive(), id, d->settings.nodeName.toUtf8(), answer));
    });
}

// Over the bound what comes is let go: capturing is for looking at a few requests, not for keeping all.
void Telemetry::capture(Capture capture)
{
    const std::lock_guard lock(d->mutex);
    capture.requestBody.truncate(Capture::maxBody);
    capture.responseBody.truncate(Capture::maxBody);
    const qint64 size = sizeOf(capture);
    if (d->captureBytes + size > maxWaitingCaptureBytes)
        return;
    d->captureBytes += size;
    d->captures.push_back(std::move(capture));
    if (d->captures.size() > 1)
        return;
    d->post([this] {
        std::unique_lock taking(d->mutex);
        d->captureBytes = 0;
        const std::vector<Capture> captures = std::exchange(d->captures, {});
        taking.unlock();
        d->collector->addCaptures(captures);
    });
}

int Telemetry::subscribeRequests(QObject *context, Filter filter, int maxPerSecond,
                                 std::function<void(const RequestBatch &)> deliver)
{
    const auto mailbox = std::make_shared<Mailbox>(context, maxOutstanding);
    const int id = d->addSubscription(mailbox);
    d->post([this, id, mailbox, filter, maxPerSecond, deliver] {
        d->collector->addRequestFeed(id, RequestFeed(mailbox, filter, maxPerSecond, deliver));
    });
    return id;
}

int Telemetry::subscribeStats(QObject *context, std::chrono::milliseconds interval,
                              std::function<void(const QCborMap &)> deliver)
{
    const auto mailbox = std::make_shared<Mailbox>(context, maxOutstanding);
    const int id = d->addSubscription(mailbox);
    d->post([this, id, mailbox, interval, deliver] { d->collector->addStatsFeed(id, mailbox, interval, deliver); });
    return id;
}

void Telemetry::unsubscribe(int subscription)
{
    {
        const std::lock_guard lock(d->mutex);
        const auto found = d->mailboxes.find(subscription);
        if (found == d->mailboxes.end())
            return;
        found->second->close();
        d->mailboxes.erase(found);
    }
    d->post([this, subscription] { d->collector->removeFeed(subscription); });
}

void Telemetry::flush()
{
    const auto done = std::make_shared<std::promise<void>>();
    d->post([this, done] {
        d->collector->drain();
        done->set_value();
    });
    done->get_future().wait_for(flushTimeout);
    d->log.flush(flushTimeout);
}

} // namespace signalbox::telemetry
