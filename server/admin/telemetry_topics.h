// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "admin/feed_topic.h"

namespace signalbox::telemetry {
class Telemetry;
}

namespace signalbox::admin {

// {"topic": "requests", "q": filter, "maxPerSecond": 1..1000}
class RequestsTopic : public FeedTopic {
public:
    explicit RequestsTopic(telemetry::Telemetry &telemetry);
    QString name() const override;
    std::variant<Subscription, FeedError> subscribe(const QCborMap &options, Deliver deliver) override;

private:
    telemetry::Telemetry &m_telemetry;
};

// {"topic": "stats", "intervalMs": 100..60000}
class StatsTopic : public FeedTopic {
public:
    explicit StatsTopic(telemetry::Telemetry &telemetry);
    QString name() const override;
    std::variant<Subscription, FeedError> subscribe(const QCborMap &options, Deliver deliver) override;

private:
    telemetry::Telemetry &m_telemetry;
};

} // namespace signalbox::admin
