// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "admin/feed.h"
#include "gate/gate.h"
#include "http/api.h"
#include "http/dispatcher.h"
#include "runtime/loop_delay_meter.h"
#include "store/submission_batch.h"

#include <QObject>

namespace signalbox::redis {
class Client;
}

namespace signalbox {

struct Application;
struct ListenAddress;

// What runs on a reactor's thread: made, used and destroyed there.
class ReactorCore : public QObject {
    Q_OBJECT
public:
    ReactorCore(int index, Application &application, gate::Gate::Settings settings);
    ~ReactorCore() override;

    QString listen(const ListenAddress &address);
    void drain();
    QStringList dropAll();

signals:
    void drained();

private:
    gate::Gate::Settings gateSettings(gate::Gate::Settings settings);
    void beginEvents();
    void endEvents();
    void showDemo(bool on);
    void announceDrained();

    Application &m_application;
    admin::Feed m_feed;
    http::Api m_api;
    http::Dispatcher m_dispatcher;
    store::SubmissionBatch m_submissions; // of the requests that are read in a row
    redis::Client *m_redis = nullptr; // this thread's, while they are read
    gate::Gate m_gate;
    LoopDelayMeter m_delay;
    bool m_gateDrained = false;
    bool m_feedClosed = false;
};

} // namespace signalbox
