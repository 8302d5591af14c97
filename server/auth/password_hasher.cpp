// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "auth/password_hasher.h"

#include "base/compute_pool.h"
#include "http/app_error.h"
#include "telemetry/span_sink.h"

#include <QCoro/QCoroFuture>
#include <QMutex>
#include <QPromise>
#include <QRandomGenerator>

#include <crypt.h>
#include <deque>
#include <functional>
#include <stdexcept>

namespace signalbox::auth {

namespace {

using Clock = telemetry::SpanSink::Clock;
using http::AppError;

// What bcrypt made of a password, and when.
struct Computed {
    QByteArray hash;
    Clock::time_point from;
    Clock::time_point to;
};

// Bcrypt under `setting`: a salt with its cost, or a hash that starts with one. Empty when crypt can't.
QByteArray bcrypt(const QByteArray &password, const QByteArray &setting)
{
    const auto data = std::make_unique<crypt_data>(); // 32 KiB
    const char *hash = crypt_rn(password.constData(), setting.constData(), data.get(), int(sizeof(crypt_data)));
    return hash ? QByteArray(hash) : QByteArray();
}

QByteArray newSalt(int cost)
{
    quint32 random[4];
    QRandomGenerator::system()->fillRange(random);
    char salt[CRYPT_GENSALT_OUTPUT_SIZE];
    if (!crypt_gensalt_rn("$2b$", static_cast<unsigned long>(cost), reinterpret_cast<const char *>(random),
                          sizeof random, salt, sizeof salt))
        throw std::runtime_error("libcrypt makes no bcrypt salt");
    return salt;
}

bool equalInConstantTime(const QByteArray &a, const QByteArray &b)
{
    unsigned difference = unsigned(a.size() != b.size());
    for (qsizetype i = 0; i < qMin(a.size(), b.size()); ++i)
        difference |= unsigned(static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]));
    return difference == 0;
}

} // namespace

// The passwords that wait, and how many are on the pool.
class PasswordHasher::Queue : public std::enable_shared_from_this<Queue> {
public:
    Queue(ComputePool &pool, int waiting)
        : m_pool(pool)
        , m_mostWaiting(std::size_t(waiting))
    {
    }

    QFuture<Computed> compute(QByteArray password, QByteArray setting)
    {
        Work work{std::move(password), std::move(setting), std::make_shared<QPromise<Computed>>()};
        work.promise->start();
        QFuture<Computed> future = work.promise->future();
        const QMutexLocker lock(&m_mutex);
        if (m_waiting.size() >= m_mostWaiting)
            throw busy();
        m_waiting.push_back(std::move(work));
        startNext();
        return future;
    }

    // What waits is given up: nobody is there any more to hear of it.
    void clear()
    {
        const QMutexLocker lock(&m_mutex);
        m_waiting.clear();
    }

    std::atomic<quint64> computed = 0;

private:
    struct Work {
        QByteArray password;
        QByteArray setting;
        std::shared_ptr<QPromise<Computed>> promise;
    };

    static AppError busy()
    {
        return AppError(503, QStringLiteral("Too many passwords are being checked; try again"))
            .withHeader("Retry-After", "2");
    }

    // With the lock held. What the pool has no room for waits on, if one of ours that runs there comes back for it.
    void startNext()
    {
        while (!m_waiting.empty() && m_running < m_pool.threads() && start(m_waiting.front())) {
            ++m_running;
            m_waiting.pop_front();
        }
        if (m_running == 0)
            refuseAll();
    }

    bool start(const Work &work)
    {
        const auto started = m_pool.tryRun([self = shared_from_this(), work] {
            self->run(work);
            return true;
        });
        return started.has_value();
    }

    void refuseAll()
    {
        for (const Work &work : std::exchange(m_waiting, {})) {
            work.promise->setException(std::make_exception_ptr(busy()));
            work.promise->finish();
        }
    }

    void run(const Work &work)
    {
        const auto from = Clock::now();
        QByteArray hash = bcrypt(work.password, work.setting);
        const auto to = Clock::now();
        ++computed;
        leave(); // first: who waits for the result may come back with more at once
        work.promise->addResult(Computed{std::move(hash), from, to});
        work.promise->finish();
    }

    void leave()
    {
        const QMutexLocker lock(&m_mutex);
        --m_running;
        startNext();
    }

    ComputePool &m_pool;
    std::size_t m_mostWaiting;
    QMutex m_mutex;
    std::deque<Work> m_waiting;
    int m_running = 0;
};

PasswordHasher::PasswordHasher(ComputePool &pool, Settings settings)
    : m_queue(std::make_shared<Queue>(pool, settings.waiting))
    , m_settings(settings)
{
    Q_ASSERT(settings.cost >= leastCost && settings.cost <= mostCost);
    // The salt alone decides what a computation costs; what follows it is a hash that nothing is known to have.
    m_nobody = newSalt(settings.cost) + QByteArray(31, '.');
}

PasswordHasher::~PasswordHasher()
{
    m_queue->clear();
}

bool PasswordHasher::isHashable(const QByteArray &password)
{
    return password.size() <= longestPassword && !password.contains('\0');
}

QCoro::Task<QByteArray> PasswordHasher::hash(telemetry::SpanSink *spans, QByteArray password)
{
    Q_ASSERT(isHashable(password));
    const auto queuedAt = Clock::now();
    const Computed computed = co_await m_queue->compute(std::move(password), newSalt(m_settings.cost));
    if (spans) {
        spans->addSpan("queue", "wait for bcrypt", queuedAt, computed.from);
        spans->addSpan("crypto", "bcrypt", computed.from, computed.to);
    }
    if (computed.hash.isEmpty())
        throw std::runtime_error("libcrypt makes no bcrypt hash");
    co_return computed.hash;
}

QCoro::Task<bool> PasswordHasher::verify(telemetry::SpanSink *spans, QByteArray password, QByteArray hash)
{
    const bool isKnown = !hash.isEmpty();
    const bool hashable = isHashable(password); // else it was never taken, but the work is the same
    const QByteArray setting = isKnown ? hash : m_nobody;
    const auto queuedAt = Clock::now();
    const Computed computed = co_await m_queue->compute(std::move(password), setting);
    if (spans) {
        spans->addSpan("queue", "wait for bcrypt", queuedAt, computed.from);
        spans->addSpan("crypto", "bcrypt", computed.from, computed.to);
    }
    const bool equal = !computed.hash.isEmpty() && equalInConstantTime(computed.hash, setting);
    co_return isKnown &&hashable &&equal;
}

QByteArray PasswordHasher::hashNow(const QByteArray &password) const
{
    Q_ASSERT(isHashable(password));
    return bcrypt(password, newSalt(m_settings.cost));
}

bool PasswordHasher::verifyNow(const QByteArray &password, const QByteArray &hash) const
{
    const QByteArray computed = bcrypt(password, hash);
    return isHashable(password) && !computed.isEmpty() && equalInConstantTime(computed, hash);
}

quint64 PasswordHasher::computed() const
{
    return m_queue->computed;
}

} // namespace signalbox::auth
