// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gate/poller.h"

#include <QHostAddress>
#include <QString>

#include <functional>

struct sockaddr_storage;

namespace signalbox::gate {

// A listening socket, one of those with SO_REUSEPORT that share an address. Reactor thread only.
class Listener final : private PollHandler {
public:
    // Takes a connection over; `descriptor` is non-blocking and closed on exec.
    using Accept = std::function<void(int descriptor, const sockaddr_storage &peer)>;
    // There was no descriptor or memory for the next connection: accepting is paused, resume() it later.
    using Starved = std::function<void()>;

    Listener(Poller &poller, Accept accept, Starved starved);
    ~Listener();

    bool listen(const QHostAddress &address, quint16 port);
    quint16 port() const { return m_port; }
    QString errorString() const { return m_error; }
    bool isOpen() const { return m_descriptor >= 0; }

    // Paused, connections wait in the kernel's queue.
    void pause();
    void resume();
    bool isPaused() const { return m_paused; }

    // No client begins to connect any more (its SYN is dropped); those that have connected can still be taken.
    void refuseNew();
    // Takes what is queued, then closes.
    void close();

    // Whether a server could listen there. SO_REUSEPORT shares an address with any other process of this user that
    // set it too, so that a taken port would go unnoticed; ask before the first gate listens.
    static bool isFree(const QHostAddress &address, quint16 port, QString *error);

private:
    void onEvents(std::uint32_t events) override;
    bool acceptOne();

    Poller &m_poller;
    Accept m_accept;
    Starved m_starved;
    QString m_error;
    int m_descriptor = -1;
    quint16 m_port = 0;
    bool m_paused = false;
};

} // namespace signalbox::gate
