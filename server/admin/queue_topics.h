// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "admin/feed_topic.h"
#include "admin/queue_services.h"

namespace signalbox::admin {

// {"topic": "queues", "intervalMs": 100..60000, "closely": bool}: all queues, then what changes. Of who doesn't look
// closely the queues need not be watched for more than alerts.
class QueuesTopic : public FeedTopic {
public:
    explicit QueuesTopic(const QueueServices &services);
    QString name() const override;
    std::variant<Subscription, FeedError> subscribe(const QCborMap &options, Deliver deliver) override;

private:
    const QueueServices m_services;
};

// {"topic": "queue", "id": queue, "job": id, "intervalMs": 100..60000}: one queue, what happens in it, and a job of it.
class QueueTopic : public FeedTopic {
public:
    explicit QueueTopic(const QueueServices &services);
    QString name() const override;
    std::variant<Subscription, FeedError> subscribe(const QCborMap &options, Deliver deliver) override;

private:
    const QueueServices m_services;
};

} // namespace signalbox::admin
