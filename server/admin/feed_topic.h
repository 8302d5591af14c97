// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "admin/feed_message.h"

#include <QCborMap>
#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <variant>
#include <vector>

namespace signalbox::admin {

// Something that feed clients can subscribe to; a feature adds its own. Reactor thread, one object for each reactor.
class FeedTopic {
public:
    // What is sent as `data`, on the reactor's thread, and how many before it were lost on their way here.
    using Deliver = std::function<void(const QCborMap &data, qint64 lost)>;
    // Ends the subscription when it is destroyed; nothing is delivered from then on.
    using Subscription = std::unique_ptr<QObject>;

    virtual ~FeedTopic() = default;
    virtual QString name() const = 0;
    virtual std::variant<Subscription, FeedError> subscribe(const QCborMap &options, Deliver deliver) = 0;
};

using FeedTopics = std::vector<std::unique_ptr<FeedTopic>>;

} // namespace signalbox::admin
