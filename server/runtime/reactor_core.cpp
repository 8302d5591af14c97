// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "runtime/reactor_core.h"

#include "admin/cache_topic.h"
#include "admin/queue_topics.h"
#include "admin/telemetry_topics.h"
#include "demo/demo_routes.h"
#include "redis/clients.h"
#include "runtime/application.h"
#include "runtime/listen_address.h"
#include "telemetry/telemetry.h"

#include <utility>

namespace signalbox {

namespace {

const QByteArray demoGroup = "demo";

admin::FeedTopics feedTopics(Application &application)
{
    admin::FeedTopics topics;
    topics.push_back(std::make_unique<admin::RequestsTopic>(application.telemetry));
    topics.push_back(std::make_unique<admin::StatsTopic>(application.telemetry));
    topics.push_back(std::make_unique<admin::CacheTopic>(cacheServices(application)));
    topics.push_back(std::make_unique<admin::QueuesTopic>(queueServices(application)));
    topics.push_back(std::make_unique<admin::QueueTopic>(queueServices(application)));
    return topics;
}

} // namespace

ReactorCore::ReactorCore(int index, Application &application, gate::Gate::Settings settings)
    : m_application(application)
    , m_feed(feedTopics(application), admin::FeedLimits{}, application.feedClients)
    , m_api(settings.limits.bodyBytes)
    , m_dispatcher(m_api, application.telemetry, index)
    , m_gate(gateSettings(std::move(settings)), m_dispatcher, application.connections)
    , m_delay([this] { return m_gate.connectionCount() > 0; },
              [&shard = application.telemetry.shard(index)](qint64 microseconds) { shard.loopDelay(microseconds); })
{
    registerFeatures(m_api, application, m_feed);
    m_application.demo.add(this, [this](bool on) { showDemo(on); });
    connect(&m_gate, &gate::Gate::drained, this, [this] {
        m_gateDrained = true;
        announceDrained();
    });
    connect(&m_feed, &admin::Feed::closed, this, [this] {
        m_feedClosed = true;
        announceDrained();
    });
}

ReactorCore::~ReactorCore()
{
    m_application.queues.connections().closeHere();
    m_application.redis.closeHere(); // whoever waits still is told, while there is something to be told to
    m_application.demo.remove(this);
}

gate::Gate::Settings ReactorCore::gateSettings(gate::Gate::Settings settings)
{
    settings.eventsBegin = [this] { beginEvents(); };
    settings.eventsEnd = [this] { endEvents(); };
    return settings;
}

// What the requests that are read in a row ask of the database and of Redis goes out together.
void ReactorCore::beginEvents()
{
    m_submissions.begin();
    if (m_application.redis.isOff())
        return;
    m_redis = &m_application.redis.here();
    m_redis->hold();
}

void ReactorCore::endEvents()
{
    m_submissions.handOver();
    if (m_redis)
        std::exchange(m_redis, nullptr)->release();
}

QString ReactorCore::listen(const ListenAddress &address)
{
    return m_gate.listen(address.host, address.port) ? QString() : m_gate.errorString();
}

void ReactorCore::drain()
{
    m_feed.close();
    m_gate.drain();
}

QStringList ReactorCore::dropAll()
{
    return m_gate.dropAll();
}

void ReactorCore::showDemo(bool on)
{
    if (!on)
        m_api.removeGroup(demoGroup);
    else if (!m_api.hasGroup(demoGroup))
        m_api.addGroup(demoGroup, [this](http::Api &api) { demo::registerDemo(api, m_application.computePool); });
}

void ReactorCore::announceDrained()
{
    if (m_gateDrained && m_feedClosed)
        emit drained();
}

} // namespace signalbox
