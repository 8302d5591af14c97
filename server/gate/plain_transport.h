// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gate/poller.h"
#include "gate/transport.h"

namespace signalbox::gate {

// A TCP socket read and written directly: one call of the kernel each, nothing buffered, nothing kept while idle.
// It becomes a QTcpSocket when it is handed over.
class PlainTransport final : public Transport, private PollHandler {
public:
    // Takes the descriptor (non-blocking) over.
    PlainTransport(int descriptor, Poller &poller, TransportEvents &events);
    ~PlainTransport() override;

    bool isReady() const override { return true; }
    qint64 read(char *into, qint64 size) override;
    qint64 write(QByteArrayView bytes) override;
    void setReading(bool on) override;
    void setWriting(bool on) override;
    qint64 undelivered() const override;
    bool shutdownWrite() override;
    void close() override;
    void reset() override;
    std::unique_ptr<QTcpSocket> release(QByteArrayView unread) override;

private:
    void onEvents(std::uint32_t events) override;
    void watch(std::uint32_t events);

    Poller &m_poller;
    TransportEvents &m_events;
    int m_descriptor;
    std::uint32_t m_watched;
};

} // namespace signalbox::gate
