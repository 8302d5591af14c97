// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/flow_producer.h"
#include "jobs/lock_keeper.h"
#include "jobs/worker.h"

#include <QCoroTask>

#include <memory>
#include <optional>
#include <vector>

namespace signalbox::ui {
class Session;
}

namespace signalbox::app {

// Where the server's own Redis is, by the admin API; nothing when it has none.
QCoro::Task<std::optional<redis::RedisUrl>> ownRedis(ui::Session &session);

// Queues of a shop with jobs in every state, schedulers and flows, and workers that do them, for pictures. Main thread.
class SampleQueues {
public:
    SampleQueues(ui::Session &session, const redis::RedisUrl &redis); // which outlives it
    ~SampleQueues(); // gives up what its workers do

    QCoro::Task<> make();
    void use(); // some more jobs; nothing before there are queues

    static QString idOf(const char *queue); // in the admin API
    const QString &family() const { return m_family; } // a job with children, in invoices: QUEUE/JOB

private:
    using Jobs = QList<jobs::NewJob>;

    QCoro::Task<> addInvoices();
    QCoro::Task<> addFamilies();
    QCoro::Task<> addSchedulers();
    QCoro::Task<> addOthers();
    QCoro::Task<> add(const char *queue, Jobs some);
    QCoro::Task<> addMore();
    void work(const char *queue, jobs::WorkerSettings settings);
    QCoro::Task<> change(QString queue, QCborMap changes);

    ui::Session &m_session;
    redis::Clients m_clients;
    jobs::LockKeeper m_locks;
    jobs::FlowProducer m_flows;
    std::vector<std::unique_ptr<jobs::Worker>> m_workers;
    QString m_family;
    int m_number = 0; // of the next order
    bool m_isMade = false;
    bool m_isAdding = false;
};

} // namespace signalbox::app
