// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/telemetry_topics.h"

#include "admin/feed_options.h"
#include "telemetry/telemetry.h"

#include <QCborArray>

namespace signalbox::admin {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 defaultRate = 200; // requests a second
constexpr qint64 highestRate = 1000;

// The context of a telemetry subscription: what is still on its way when it goes is not delivered any more.
class TelemetrySubscription : public QObject {
public:
    explicit TelemetrySubscription(telemetry::Telemetry &telemetry)
        : m_telemetry(telemetry)
    {
    }
    ~TelemetrySubscription() override { m_telemetry.unsubscribe(m_id); }
    void setId(int id) { m_id = id; }

private:
    telemetry::Telemetry &m_telemetry;
    int m_id = -1;
};

QCborMap encode(const telemetry::Telemetry::RequestBatch &batch)
{
    QCborArray items;
    for (const RequestRecord &record : batch.items)
        items.append(record.toCbor());
    return {{u"items"_s, items}, {u"skipped"_s, batch.skipped}};
}

} // namespace

RequestsTopic::RequestsTopic(telemetry::Telemetry &telemetry)
    : m_telemetry(telemetry)
{
}

QString RequestsTopic::name() const
{
    return u"requests"_s;
}

std::variant<FeedTopic::Subscription, FeedError> RequestsTopic::subscribe(const QCborMap &options, Deliver deliver)
{
    if (const auto error = unknownFeedOption(options, {"q"_L1, "maxPerSecond"_L1}))
        return *error;
    const QCborValue text = options.value("q"_L1);
    if (!text.isUndefined() && !text.isString())
        return FeedError{u"q must be text"_s, std::nullopt, 0};
    const auto filter = Filter::parse(text.toString());
    if (const auto *error = std::get_if<FilterError>(&filter))
        return FeedError{error->message, error->position, error->length};
    const auto rate = feedNumber(options, "maxPerSecond"_L1, defaultRate, 1, highestRate);
    if (const auto *error = std::get_if<FeedError>(&rate))
        return *error;

    auto subscription = std::make_unique<TelemetrySubscription>(m_telemetry);
    subscription->setId(
        m_telemetry.subscribeRequests(subscription.get(), std::get<Filter>(filter), int(std::get<qint64>(rate)),
                                      [deliver = std::move(deliver)](const telemetry::Telemetry::RequestBatch &batch) {
                                          deliver(encode(batch), batch.lost);
                                      }));
    return subscription;
}

StatsTopic::StatsTopic(telemetry::Telemetry &telemetry)
    : m_telemetry(telemetry)
{
}

QString StatsTopic::name() const
{
    return u"stats"_s;
}

std::variant<FeedTopic::Subscription, FeedError> StatsTopic::subscribe(const QCborMap &options, Deliver deliver)
{
    if (const auto error = unknownFeedOption(options, {"intervalMs"_L1}))
        return *error;
    const auto interval = feedInterval(options);
    if (const auto *error = std::get_if<FeedError>(&interval))
        return *error;

    auto subscription = std::make_unique<TelemetrySubscription>(m_telemetry);
    subscription->setId(
        m_telemetry.subscribeStats(subscription.get(), std::get<std::chrono::milliseconds>(interval),
                                   [deliver = std::move(deliver)](const QCborMap &stats) { deliver(stats, 0); }));
    return subscription;
}

} // namespace signalbox::admin
