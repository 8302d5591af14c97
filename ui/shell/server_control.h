// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/endpoint.h"

#include <QObject>
#include <QString>
#include <QStringList>

namespace signalbox::ui {

// The server that runs in this process, as the window sees it. The program implements it over the real server;
// without one (--attach) there is none. Main thread.
class ServerControl : public QObject {
    Q_OBJECT
public:
    enum class State : quint8 { Stopped, Starting, Listening, Draining };
    Q_ENUM(State)

    using QObject::QObject;

    virtual State state() const = 0;
    virtual Endpoint endpoint() const = 0; // valid while listening
    virtual QString errorString() const = 0; // why the last start failed
    virtual bool isPortTaken() const = 0;
    virtual quint16 port() const = 0;

    virtual void start() = 0;
    virtual void startOn(quint16 port) = 0; // 0: a free one
    virtual void stop() = 0; // gracefully; a second call while draining drops what is left

signals:
    void stateChanged(signalbox::ui::ServerControl::State state);
    void draining(int requestsLeft);
    void stopped(const QStringList &dropped);
};

} // namespace signalbox::ui
