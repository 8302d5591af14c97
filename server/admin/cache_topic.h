// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "admin/cache_report.h"
#include "admin/feed_topic.h"

namespace signalbox::admin {

// {"topic": "cache", "intervalMs": 100..60000}
class CacheTopic : public FeedTopic {
public:
    explicit CacheTopic(const CacheServices &services);
    QString name() const override;
    std::variant<Subscription, FeedError> subscribe(const QCborMap &options, Deliver deliver) override;

private:
    const CacheServices m_services;
};

} // namespace signalbox::admin
