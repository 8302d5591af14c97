// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/cache_topic.h"

#include "admin/feed_options.h"

#include <QTimer>

namespace signalbox::admin {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int mostInvalidations = 50; // in a message

// Tells one subscriber, every interval.
class CacheTelling : public QObject {
public:
    CacheTelling(const CacheServices &services, FeedTopic::Deliver deliver, std::chrono::milliseconds interval)
        : m_services(services)
        , m_deliver(std::move(deliver))
        , m_told(services.cache.invalidations().newest())
    {
        connect(&m_timer, &QTimer::timeout, this, &CacheTelling::tell);
        m_timer.start(interval);
    }

private:
    void tell()
    {
        QCborMap data = cacheReport(m_services);
        if (const auto point = m_services.cache.history().last())
            data.insert(u"point"_s, pointReport(m_services.cache, *point));
        const auto news = m_services.cache.invalidations().after(m_told, mostInvalidations);
        m_told = news.newest;
        QCborArray invalidations;
        for (const cache::Invalidation &invalidation : news.items)
            invalidations.append(invalidationReport(invalidation));
        data.insert(u"invalidations"_s, invalidations);
        data.insert(u"skipped"_s, qint64(news.skipped));
        m_deliver(data, 0);
    }

    const CacheServices m_services;
    const FeedTopic::Deliver m_deliver;
    quint64 m_told; // the newest invalidation that the subscriber knows, or that was there before it
    QTimer m_timer;
};

} // namespace

CacheTopic::CacheTopic(const CacheServices &services)
    : m_services(services)
{
}

QString CacheTopic::name() const
{
    return u"cache"_s;
}

std::variant<FeedTopic::Subscription, FeedError> CacheTopic::subscribe(const QCborMap &options, Deliver deliver)
{
    if (const auto error = unknownFeedOption(options, {"intervalMs"_L1}))
        return *error;
    const auto interval = feedInterval(options);
    if (const auto *error = std::get_if<FeedError>(&interval))
        return *error;
    return std::make_unique<CacheTelling>(m_services, std::move(deliver),
                                          std::get<std::chrono::milliseconds>(interval));
}

} // namespace signalbox::admin
