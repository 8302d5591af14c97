// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/session.h"

#include "client/sample_traffic.h"

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::chrono::seconds StatsInterval{1};

} // namespace

Session::Session(Endpoint endpoint, TimeRange &range, QObject *parent)
    : QObject(parent)
    , m_client(endpoint)
    , m_feed(std::move(endpoint))
    , m_range(range)
    , m_sampleTraffic(std::make_unique<SampleTraffic>(*this))
{
    m_feed.subscribeStats(StatsInterval);
    connect(&m_feed, &FeedClient::stateChanged, this, [this](LinkState state) {
        if (state == LinkState::Connected)
            readSettings();
    });
}

Session::~Session() = default;

const Endpoint &Session::endpoint() const
{
    return m_client.endpoint();
}

void Session::open()
{
    m_client.setOpen(true);
    m_feed.open();
}

void Session::close()
{
    m_sampleTraffic->stop();
    m_feed.close();
    m_client.setOpen(false);
}

AdminClient &Session::client()
{
    return m_client;
}

FeedClient &Session::feed()
{
    return m_feed;
}

SampleTraffic &Session::sampleTraffic()
{
    return *m_sampleTraffic;
}

TimeRange &Session::range()
{
    return m_range;
}

QCborMap Session::settings() const
{
    return m_settings;
}

void Session::changeSettings(const QCborMap &changes, QObject *context, AdminClient::Done done)
{
    m_client.patch(u"/admin/settings"_s, changes, context, [this, done = std::move(done)](const auto &answer) {
        if (answer.ok())
            takeSettings(answer.body);
        done(answer);
    });
}

void Session::readSettings()
{
    m_client.get(u"/admin/settings"_s, {}, this, [this](const AdminClient::Answer &answer) {
        if (answer.ok())
            takeSettings(answer.body);
    });
}

void Session::takeSettings(const QCborMap &settings)
{
    m_settings = settings;
    emit settingsChanged(m_settings);
}

} // namespace signalbox::ui
