// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/queue_keys.h"
#include "redis/clients.h"

#include <QCoro/QCoroTask>
#include <QHash>
#include <QObject>

#include <memory>
#include <optional>

namespace signalbox::jobs {

// What a queue's stream told. A value.
struct StreamEvent {
    QByteArray id; // of the stream's entry
    QByteArray name; // "added", "completed", "progress"…
    QByteArray jobId; // empty: it is about the queue
    QHash<QByteArray, QByteArray> fields; // with these two

    QByteArray field(const QByteArray &of) const { return fields.value(of); }

    // Of an entry as XREAD gives it; none without an id, since nothing could be read after it.
    static std::optional<StreamEvent> of(const redis::Reply &entry);
};

// Hears what happens in a queue, from any worker and producer, as BullMQ's QueueEvents does; from the moment it is
// ready on, and nothing is missed while the connection is away, as long as the stream keeps it. One thread, with an
// event loop.
class QueueEvents : public QObject {
    Q_OBJECT
public:
    QueueEvents(std::shared_ptr<redis::ServerTarget> target, QueueKeys queue, QObject *parent = nullptr);
    ~QueueEvents() override;

    bool isReady() const { return !m_last.isEmpty(); }
    const QueueKeys &queue() const { return m_queue; }

signals:
    void ready();
    void happened(const signalbox::jobs::StreamEvent &event);
    void trouble(const QString &what);

private:
    QCoro::Task<> listen();
    QCoro::Task<> findEnd();
    QCoro::Task<> read();
    QCoro::Task<> askForLess();

    static constexpr int mostAtOnce = 1000;

    const QueueKeys m_queue;
    QByteArray m_last; // the id of the entry that was read last
    int m_count = mostAtOnce; // that are asked for
    bool m_isTooMuch = false; // what was asked for, for one reply
    std::shared_ptr<bool> m_isGone = std::make_shared<bool>(false);
    std::unique_ptr<redis::Client> m_client;
};

} // namespace signalbox::jobs
