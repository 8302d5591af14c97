// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "support/command_proxy.h"
#include "support/job_fixture.h"

namespace signalbox::test {

// A worker whose connections all go by a proxy, while the test has its own to the same Redis. Main thread.
class ProxiedWorker {
public:
    ProxiedWorker(const JobFixture &jobs, jobs::Processor processor, const jobs::WorkerSettings &settings)
        : proxy(jobs.redis.url())
        , m_clients(JobFixture::settings())
        , m_locks((m_clients.setTarget(proxy.url()), m_clients.target()))
    {
        jobs::Processors processors;
        processors.setDefault(std::move(processor));
        m_worker = std::make_unique<jobs::Worker>(m_clients, jobs.keys, std::move(processors), settings, m_locks);
    }
    ~ProxiedWorker()
    {
        m_worker.reset();
        m_clients.closeHere();
    }
    ProxiedWorker(const ProxiedWorker &) = delete;
    ProxiedWorker &operator=(const ProxiedWorker &) = delete;

    jobs::Worker *operator->() const { return m_worker.get(); }
    jobs::Worker &operator*() const { return *m_worker; }
    redis::Figures figures() const { return m_clients.figures(); } // of what it asks, but for its waits and its locks

    CommandProxy proxy;

private:
    redis::Clients m_clients;
    jobs::LockKeeper m_locks;
    std::unique_ptr<jobs::Worker> m_worker;
};

} // namespace signalbox::test
