// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/admin_client.h"
#include "client/feed_client.h"
#include "client/time_range.h"

#include <QObject>

#include <memory>

namespace signalbox::ui {

class SampleTraffic;
class ServerReport;
class TokenRenewal;

// One server being watched: the client, the feed, and what all pages share of it. A new one is made when the window
// attaches to another server; pages get it by setSession() and may get null while there is none. It outlives a lost
// connection and a restart of the server at the same address. Main thread.
class Session : public QObject {
    Q_OBJECT
public:
    explicit Session(Endpoint endpoint, TimeRange &range, QObject *parent = nullptr);
    ~Session() override;

    const Endpoint &endpoint() const;
    // Open: the feed connects. Closed: nothing is asked or sent, and what came is kept. At first questions are
    // answered and the feed is closed.
    void open();
    void close();

    AdminClient &client();
    FeedClient &feed(); // its stats and cache come every second; its requests are the Requests page's to ask for
    SampleTraffic &sampleTraffic();
    TimeRange &range(); // the window's, shared by all pages
    ServerReport &report();

    // For a page that has nothing to show: why nothing comes; empty while it is connected, or connects.
    QString whyNothingComes() const;

    QByteArray refreshToken() const; // of the sign-in as it is now; empty when there is none

    // What may change while it runs: {slowMs, capture, logLevel, demo}; empty until the server has said.
    QCborMap settings() const;
    void changeSettings(const QCborMap &changes, QObject *context, AdminClient::Done done);

signals:
    void settingsChanged(const QCborMap &settings);

private:
    void followLink(LinkState state);
    void followRenewal();
    void readSettings();
    void takeSettings(const QCborMap &settings);

    AdminClient m_client;
    FeedClient m_feed;
    TimeRange &m_range;
    QCborMap m_settings;
    std::unique_ptr<SampleTraffic> m_sampleTraffic;
    std::unique_ptr<ServerReport> m_report;
    std::unique_ptr<TokenRenewal> m_renewal;
};

} // namespace signalbox::ui
