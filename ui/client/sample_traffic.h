// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/server_network.h"

#include <QObject>
#include <QTimer>

namespace signalbox::ui {

class Session;

// Sends fast, slow and failing requests to the server's own demo routes for some 20 seconds, so that there is
// something to see. Turns these routes on first. At most 16 are in flight. Main thread.
class SampleTraffic : public QObject {
    Q_OBJECT
public:
    static constexpr int Requests = 800;

    explicit SampleTraffic(Session &session);
    ~SampleTraffic() override;

    bool isRunning() const;
    int answered() const; // of Requests, in this run

    void start();
    void stop(); // gives up what is in flight

signals:
    void progressed(int answered);
    void finished(const QString &error); // empty when all were sent, or it was stopped

private:
    void tick();
    void send();
    void answer();
    void end(const QString &error);

    Session &m_session;
    ServerNetwork m_network; // of its own, so that the window's questions don't queue behind
    QTimer m_timer;
    bool m_running = false;
    int m_sent = 0;
    int m_answered = 0;
};

} // namespace signalbox::ui
