// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gate/gate.h"
#include "runtime/listen_address.h"

#include <QStringList>
#include <QThread>

#include <future>

namespace signalbox {

struct Application;
class ReactorCore;

// A thread with an event loop, a gate and the routes behind it. Belongs to the Server's thread, which calls it;
// its signals come from its own thread.
class Reactor : public QThread {
    Q_OBJECT
public:
    Reactor(int index, Application &application, gate::Gate::Settings settings);
    ~Reactor() override; // ends the thread, dropping what is left

    // Starts the thread, waits until its gate listens: an error, empty when it does.
    QString listen(const ListenAddress &address);

    void drain(); // drained() follows once no connection is left
    void dropAll(); // dropped(), then drained()

signals:
    void drained();
    void dropped(const QStringList &requests);

private:
    void run() override;

    int m_index;
    Application &m_application;
    gate::Gate::Settings m_settings;
    ListenAddress m_address;
    std::promise<QString> m_listening;
    ReactorCore *m_core = nullptr; // on the thread's stack, while it runs
};

} // namespace signalbox
