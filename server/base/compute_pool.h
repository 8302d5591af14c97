// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFuture>
#include <QPromise>
#include <QThreadPool>

#include <atomic>
#include <exception>
#include <memory>
#include <optional>
#include <type_traits>

namespace signalbox {

// Threads for work that computes and must not hold up a reactor (hashing, compression, images), with a bounded
// queue. One for the whole server; any thread may hand it work. Its destructor waits for what it has taken.
class ComputePool {
public:
    struct Settings {
        int threads = 0; // 0: one a core
        int queued = 64; // that wait for a thread
    };

    explicit ComputePool(Settings settings);
    ~ComputePool();
    ComputePool(const ComputePool &) = delete;
    ComputePool &operator=(const ComputePool &) = delete;

    // Runs `work`, which may throw what a QFuture carries on. Nothing when the queue is full: answer 503.
    // On a reactor: `co_await *future`.
    template <typename Work> std::optional<QFuture<std::invoke_result_t<Work &>>> tryRun(Work work);

    int threads() const { return m_pool.maxThreadCount(); }
    int running() const;
    int waiting() const;

private:
    bool enter();
    void leave();

    QThreadPool m_pool;
    int m_limit; // of the work taken and not done
    std::atomic<int> m_taken = 0;
};

template <typename Work> std::optional<QFuture<std::invoke_result_t<Work &>>> ComputePool::tryRun(Work work)
{
    using Result = std::invoke_result_t<Work &>;
    if (!enter())
        return {};
    // Shared, since QThreadPool copies its functions and a QPromise can't be.
    auto promise = std::make_shared<QPromise<Result>>();
    promise->start(); // here: who waits for a future that has not started is not made to wait
    QFuture<Result> future = promise->future();
    m_pool.start([this, promise, work = std::move(work)]() mutable {
        try {
            promise->addResult(work());
        } catch (...) {
            promise->setException(std::current_exception());
        }
        leave();
        promise->finish();
    });
    return future;
}

} // namespace signalbox
