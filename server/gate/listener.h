// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gate/poller.h"

#include <QHostAddress>
#include <QString>

#include <optional>

struct sockaddr_storage;

namespace signalbox::gate {

// A listening socket, one of those with SO_REUSEPORT that share an address. Reactor thread only.
class Listener final : private PollHandler {
public:
    class Owner {
    public:
        virtual bool hasRoom() const = 0; // for one more connection
        // Takes a connection over; `descriptor` is non-blocking and closed on exec.
        virtual void takeConnection(int descriptor, const sockaddr_storage &peer) = 0;
        // There is no room, no descriptor or no memory for the next connection. It waits in the kernel's queue until
        // resume() is called.
        virtual void acceptingPaused() = 0;

    protected:
        ~Owner() = default;
    };

    Listener(Poller &poller, Owner &owner);
    ~Listener();

    bool listen(const QHostAddress &address, quint16 port);
    quint16 port() const { return m_port; }
    QString errorString() const { return m_error; }
    bool isOpen() const { return m_descriptor >= 0; }

    void resume();
    bool isPaused() const { return m_paused; }

    // No client begins to connect any more (its SYN is dropped); those that have connected can still be taken.
    void refuseNew();
    // Takes what is queued, then closes.
    void close();

    static std::optional<quint16> findPort(const QHostAddress &address, quint16 port); // see Gate

private:
    void onEvents(std::uint32_t events) override;
    bool acceptOne();
    void pause();

    Poller &m_poller;
    Owner &m_owner;
    QString m_error;
    int m_descriptor = -1;
    quint16 m_port = 0;
    bool m_paused = false;
};

} // namespace signalbox::gate
