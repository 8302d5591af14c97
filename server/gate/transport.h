// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArrayView>
#include <QTcpSocket>

#include <memory>

namespace signalbox::gate {

// What a transport tells its connection. None of these is called from inside a call to the transport.
class TransportEvents {
public:
    virtual void onReadable() = 0;
    virtual void onWritable() = 0;
    virtual void onReady() = 0; // the TLS handshake is done; bytes may be exchanged
    virtual void onBroken() = 0; // nothing more can be read or written

protected:
    ~TransportEvents() = default;
};

// The bytes of one client, in the clear or over TLS. Never blocks. Owned by its connection, reactor thread only.
class Transport {
public:
    virtual ~Transport() = default;

    virtual bool isReady() const = 0;
    virtual qint64 read(char *into, qint64 size) = 0; // 0: nothing now; -1: the client is gone
    virtual qint64 write(QByteArrayView bytes) = 0; // what was taken, may be 0; -1: broken
    virtual void setReading(bool on) = 0; // off: bytes stay in the kernel, which slows the client down
    virtual void setWriting(bool on) = 0; // on: onWritable() once bytes can be taken again
    virtual qint64 undelivered() const = 0; // of what was taken, bytes that the client has not acknowledged
    // Tells the client that nothing more comes, and goes on reading. False when that can't be.
    virtual bool shutdownWrite() = 0;
    virtual void close() = 0;
    virtual void reset() = 0; // close, so that the client can't take what it got for the whole

    // Hands the socket over, with `unread` before the bytes that are still in it. The transport is then spent.
    virtual std::unique_ptr<QTcpSocket> release(QByteArrayView unread) = 0;
};

// Puts bytes back into a socket, to be read first.
void putBack(QTcpSocket &socket, QByteArrayView bytes);

} // namespace signalbox::gate
