// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cache/keeper.h"

#include "cache/trust.h"
#include "redis/clients.h"
#include "redis/subscriber.h"
#include "store/database_pool.h"
#include "telemetry/log.h"

#include <QDateTime>
#include <QDeadlineTimer>
#include <QTimer>

#include <optional>

namespace signalbox::cache {

using namespace Qt::Literals::StringLiterals;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds roundInterval{250};
constexpr milliseconds retryInterval{100}; // after a round that failed
constexpr milliseconds startGrace{2000}; // in which it is no news that Redis isn't used yet
constexpr milliseconds lateInterval{250}; // to look for who waits for too long
constexpr int msInSecond = 1000;

} // namespace

class Keeper::Chores : public QObject {
public:
    explicit Chores(const Parts &parts)
        : m_parts(parts)
        , m_receiver(parts.spaces, parts.invalidator.node(), parts.invalidations)
    {
    }

    // On the keeper's thread, as all that follows.
    void begin();
    void end(); // the thread ends once nothing runs any more
    void round();

private:
    using Subject = BroadcastReceiver::Subject;

    void listen();
    void heard(const QByteArray &channel, const QByteArray &payload);
    void setListening(bool isListening);
    void tellTrust();
    void dismissLate();

    QCoro::Task<> work();
    QCoro::Task<> dropForeign(Subject subject);
    QCoro::Task<> sample();
    void sampleSoon();
    QCoro::Task<> leave();
    void finished();

    Parts m_parts;
    BroadcastReceiver m_receiver;
    redis::Subscriber *m_subscriber = nullptr;
    QTimer *m_rounds = nullptr;
    QTimer *m_seconds = nullptr;
    QTimer *m_looks = nullptr;
    int m_running = 0;
    bool m_isWorking = false;
    bool m_worksAgain = false;
    bool m_hasFailed = false;
    bool m_isEnding = false;
    std::optional<bool> m_wasTrusted; // none while it starts
    QDeadlineTimer m_starting{startGrace};
};

void Keeper::Chores::begin()
{
    m_rounds = new QTimer(this);
    m_rounds->setSingleShot(true);
    connect(m_rounds, &QTimer::timeout, this, [this] {
        m_hasFailed = false;
        round();
    });
    m_seconds = new QTimer(this);
    m_seconds->setSingleShot(true);
    m_seconds->setTimerType(Qt::PreciseTimer);
    connect(m_seconds, &QTimer::timeout, this, [this] { sample(); });
    m_looks = new QTimer(this);
    connect(m_looks, &QTimer::timeout, this, &Chores::dismissLate);
    sampleSoon();
    if (m_parts.clients.isOff())
        return;
    m_looks->start(lateInterval);
    listen();
    round();
}

void Keeper::Chores::dismissLate()
{
    for (const auto &space : m_parts.spaces)
        space->flights().dismissLate(Flights::Clock::now());
}

void Keeper::Chores::listen()
{
    m_subscriber = new redis::Subscriber(m_parts.clients, this);
    connect(m_subscriber, &redis::Subscriber::subscribed, this, [this] { setListening(true); });
    connect(m_subscriber, &redis::Subscriber::lost, this, [this] { setListening(false); });
    connect(m_subscriber, &redis::Subscriber::message, this, &Chores::heard);
    for (const QByteArray &channel : BroadcastReceiver::channels())
        m_subscriber->subscribe(channel);
}

void Keeper::Chores::setListening(bool isListening)
{
    m_receiver.lost();
    for (const auto &space : m_parts.spaces) {
        if (isListening)
            space->local().open();
        else
            space->local().close();
    }
}

void Keeper::Chores::heard(const QByteArray &channel, const QByteArray &payload)
{
    if (const auto subject = m_receiver.heard(channel, payload))
        dropForeign(*subject);
}

QCoro::Task<> Keeper::Chores::dropForeign(Subject subject)
{
    ++m_running;
    const QByteArrayList ids{subject.id};
    try {
        co_await m_parts.invalidator.send(nullptr, *subject.space, ids, Invalidator::Tell::Nobody);
    } catch (const redis::RedisError &) {
        m_parts.trust.lose();
        subject.space->figures().of(subject.space->strategy()).add(Figure::InvalidationsFailed);
        m_parts.pending.addFailed(*subject.space, ids, 0);
    }
    finished();
}

// One round after the other. Who pokes after a failure waits for the next try, as all do.
void Keeper::Chores::round()
{
    m_worksAgain = true;
    if (!m_isWorking && !m_hasFailed && !m_isEnding)
        work();
}

QCoro::Task<> Keeper::Chores::work()
{
    ++m_running;
    m_isWorking = true;
    while (m_worksAgain && !m_hasFailed && !m_isEnding) {
        m_worksAgain = false;
        const bool isDone = co_await m_parts.catchUp.run();
        m_hasFailed = !isDone;
        tellTrust();
    }
    m_isWorking = false;
    if (!m_isEnding)
        m_rounds->start(m_hasFailed && !m_parts.clients.isMissing() ? retryInterval : roundInterval);
    finished();
}

void Keeper::Chores::tellTrust()
{
    const bool isTrusted = m_parts.trust.isWhole();
    if (m_wasTrusted == isTrusted || (!isTrusted && !m_wasTrusted && !m_starting.hasExpired()))
        return;
    const auto before = std::exchange(m_wasTrusted, isTrusted);
    if (isTrusted && !before)
        return;
    if (isTrusted)
        m_parts.log.write(telemetry::Level::Info, "cache_used_again");
    else
        m_parts.log.write(telemetry::Level::Warn, "cache_passed_by", {{u"pending"_s, m_parts.pending.count(nullptr)}});
}

void Keeper::Chores::sampleSoon()
{
    m_seconds->start(milliseconds(msInSecond - QDateTime::currentMSecsSinceEpoch() % msInSecond + 1));
}

// Redis is asked each second, so that it shows when it is away though nobody reads.
QCoro::Task<> Keeper::Chores::sample()
{
    ++m_running;
    QList<Counts> counts;
    for (const auto &space : m_parts.spaces)
        counts.append(space->figures().counts());
    m_parts.history.add(QDateTime::currentMSecsSinceEpoch() / msInSecond - 1, counts);
    try {
        if (!m_parts.clients.isOff())
            co_await m_parts.clients.here().command(nullptr, "PING");
    } catch (const redis::RedisError &) {
        // Its client knows.
    }
    if (!m_isEnding)
        sampleSoon();
    finished();
}

void Keeper::Chores::end()
{
    if (m_isEnding)
        return;
    m_isEnding = true;
    m_rounds->stop();
    m_seconds->stop();
    m_looks->stop();
    delete std::exchange(m_subscriber, nullptr);
    ++m_running;
    finished();
}

// What runs ends within the deadlines of Redis and the database.
void Keeper::Chores::finished()
{
    if (--m_running == 0 && m_isEnding)
        leave();
}

QCoro::Task<> Keeper::Chores::leave()
{
    if (!m_parts.clients.isOff() && m_parts.database.state().isUp)
        co_await m_parts.catchUp.leave(m_parts.database);
    m_parts.clients.closeHere();
    thread()->quit();
}

Keeper::Keeper(Parts parts)
    : m_chores(new Chores(parts))
{
    m_thread.setObjectName(u"cache-keeper"_s);
    m_chores->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::started, m_chores, [this] { m_chores->begin(); });
    m_thread.start();
}

Keeper::~Keeper()
{
    QMetaObject::invokeMethod(m_chores, [chores = m_chores] { chores->end(); });
    m_thread.wait();
    delete m_chores;
}

void Keeper::poke()
{
    if (m_isPoked.exchange(true))
        return;
    QMetaObject::invokeMethod(m_chores, [this] {
        m_isPoked.store(false);
        m_chores->round();
    });
}

} // namespace signalbox::cache
