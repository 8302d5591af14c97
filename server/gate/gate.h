// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gate/application.h"
#include "gate/deadline_clock.h"
#include "gate/limits.h"

#include <QHostAddress>
#include <QObject>
#include <QSslConfiguration>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>

namespace signalbox::gate {

// What a socket meets first: listens, takes connections, frames requests strictly, keeps limits and deadlines.
// One for each reactor, on a listening socket of its own with SO_REUSEPORT. Lives on the reactor's thread, which
// owns it; `application` and `connectionCount` outlive it.
class Gate : public QObject {
    Q_OBJECT
public:
    struct Settings {
        Limits limits;
        std::optional<QSslConfiguration> tls;
        DeadlineClock clock = coarseNow;
        // Called before and after each batch of events that sockets had; may be empty.
        std::function<void()> eventsBegin = {};
        std::function<void()> eventsEnd = {};
    };

    // `connectionCount` is the server's, shared by all its gates: the limit on connections is over all of them.
    Gate(Settings settings, Application &application, std::shared_ptr<std::atomic<int>> connectionCount,
         QObject *parent = nullptr);
    ~Gate() override;

    // The port that a server could listen on: `port`, or a free one when that is 0. None, with errno set, when it can't
    // be had. Ask before the first gate of a server listens: SO_REUSEPORT would let it share the port, unnoticed, with
    // another server of this user.
    static std::optional<quint16> findPort(const QHostAddress &address, quint16 port);

    // Listens; port 0 takes a free one. False with errorString() set when the address can't be had.
    bool listen(const QHostAddress &address, quint16 port);
    quint16 port() const;
    QString errorString() const;

    // Loses no request that a client may take for accepted: what waits in the kernel's queue is still taken, what
    // has begun is answered, answers carry Connection: close, and a quiet connection has Limits::drainGrace to send
    // one more request before it is closed. Emits drained(), never from inside, when no connection is left but those
    // that were handed over (upgrade lane): these are for their owners to close.
    void drain();
    int connectionCount() const; // of this gate, with those handed over that are still open
    int requestsInFlight() const;
    // Drops what is left and tells it: "GET /slow from 127.0.0.1:4242, 10.2 s".
    QStringList dropAll();

signals:
    void drained();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace signalbox::gate
