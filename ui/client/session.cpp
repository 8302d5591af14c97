// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/session.h"

#include "client/sample_traffic.h"
#include "client/server_report.h"
#include "client/token_renewal.h"

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::chrono::milliseconds FeedInterval{1000};

} // namespace

Session::Session(Endpoint endpoint, TimeRange &range, QObject *parent)
    : QObject(parent)
    , m_client(endpoint)
    , m_feed(endpoint)
    , m_range(range)
    , m_sampleTraffic(std::make_unique<SampleTraffic>(*this))
    , m_report(std::make_unique<ServerReport>(m_client))
    , m_renewal(std::make_unique<TokenRenewal>(std::move(endpoint)))
{
    m_feed.subscribeStats(FeedInterval);
    m_feed.subscribe(u"cache"_s, {{"intervalMs"_L1, qint64(FeedInterval.count())}});
    connect(&m_feed, &FeedClient::stateChanged, this, &Session::followLink);
    followRenewal();
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

ServerReport &Session::report()
{
    return *m_report;
}

QString Session::whyNothingComes() const
{
    switch (m_feed.state()) {
    case LinkState::Unreached:
        return tr("%1 cannot be reached. What it has shows here as soon as it can be.").arg(endpoint().url.toString());
    case LinkState::Lost:
        return tr("The connection is lost. What comes shows here as soon as it is back.");
    case LinkState::Refused:
        return tr("The server does not accept the token.");
    case LinkState::Closed:
        return tr("The server is stopped. Start it to see more.");
    case LinkState::Connecting:
    case LinkState::Connected:
    case LinkState::Renewing:
        break;
    }
    return {};
}

QByteArray Session::refreshToken() const
{
    return m_renewal->refreshToken();
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

void Session::followLink(LinkState state)
{
    m_report->setRunning(state == LinkState::Connected);
    if (state == LinkState::Connected)
        readSettings();
}

// A token ends by its time, by what an admin did, or while the machine slept; the next one of the sign-in mends all.
void Session::followRenewal()
{
    m_feed.setRenews(m_renewal->isPossible());
    connect(&m_feed, &FeedClient::tokenWanted, m_renewal.get(), &TokenRenewal::renewNow);
    connect(m_renewal.get(), &TokenRenewal::failed, &m_feed, &FeedClient::tokenDidNotCome);
    connect(m_renewal.get(), &TokenRenewal::renewed, this, [this](const QByteArray &token) {
        m_client.setToken(token);
        m_feed.setToken(token);
    });
    connect(m_renewal.get(), &TokenRenewal::ended, this, [this] {
        m_feed.setRenews(false);
        m_feed.refuse(tr("Your sign-in at %1 has ended. Sign in again.").arg(endpoint().name));
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
