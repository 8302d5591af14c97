// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/telemetry_topics.h"

#include "telemetry/telemetry.h"

#include <QCborArray>

namespace signalbox::admin {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 defaultRate = 200; // requests a second
constexpr qint64 highestRate = 1000;
constexpr qint64 defaultIntervalMs = 1000;
constexpr qint64 shortestIntervalMs = 100;
constexpr qint64 longestIntervalMs = 60'000;

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

std::optional<FeedError> unknownOption(const QCborMap &options, std::initializer_list<QLatin1StringView> known)
{
    for (const QCborValue &key : options.keys()) {
        const QString name = key.toString();
        if (std::find(known.begin(), known.end(), name) == known.end())
            return FeedError{u"The topic has no option \"%1\""_s.arg(name), std::nullopt, 0};
    }
    return std::nullopt;
}

std::variant<qint64, FeedError> number(const QCborMap &options, QLatin1StringView name, qint64 fallback, qint64 least,
                                       qint64 most)
{
    const QCborValue value = options.value(name);
    if (value.isUndefined())
        return fallback;
    const qint64 read = value.isDouble() ? qint64(value.toDouble()) : value.toInteger(least - 1);
    if (read >= least && read <= most)
        return read;
    return FeedError{u"%1 must be a number from %2 to %3"_s.arg(name).arg(least).arg(most), std::nullopt, 0};
}

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
    if (const auto error = unknownOption(options, {"q"_L1, "maxPerSecond"_L1}))
        return *error;
    const QCborValue text = options.value("q"_L1);
    if (!text.isUndefined() && !text.isString())
        return FeedError{u"q must be text"_s, std::nullopt, 0};
    const auto filter = Filter::parse(text.toString());
    if (const auto *error = std::get_if<FilterError>(&filter))
        return FeedError{error->message, error->position, error->length};
    const auto rate = number(options, "maxPerSecond"_L1, defaultRate, 1, highestRate);
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
    if (const auto error = unknownOption(options, {"intervalMs"_L1}))
        return *error;
    const auto interval = number(options, "intervalMs"_L1, defaultIntervalMs, shortestIntervalMs, longestIntervalMs);
    if (const auto *error = std::get_if<FeedError>(&interval))
        return *error;

    auto subscription = std::make_unique<TelemetrySubscription>(m_telemetry);
    subscription->setId(
        m_telemetry.subscribeStats(subscription.get(), std::chrono::milliseconds(std::get<qint64>(interval)),
                                   [deliver = std::move(deliver)](const QCborMap &stats) { deliver(stats, 0); }));
    return subscription;
}

} // namespace signalbox::admin
