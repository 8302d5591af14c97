// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QList>

namespace signalbox::gate {

class Transport;

// The bytes of answers that the client has not taken yet. Offsets count from the connection's first byte, so that the
// end of each answer is a number. Holds nothing while everything was taken.
class OutputQueue {
public:
    qint64 queued() const { return m_queued; } // bytes ever put in
    qint64 written() const { return m_written; } // bytes ever taken by the transport
    qint64 unsent() const { return m_queued - m_written; }
    bool isEmpty() const { return m_queued == m_written; }

    // Writes at once what the transport takes and keeps a copy of the rest. False when the transport is broken.
    bool write(QByteArrayView bytes, Transport &transport);
    bool write(QByteArray bytes, Transport &transport); // keeps it without a copy
    bool flush(Transport &transport);
    void clear();

private:
    qint64 writeNow(QByteArrayView bytes, Transport &transport);

    QList<QByteArray> m_pieces;
    qsizetype m_firstTaken = 0; // bytes of the first piece that were taken
    qint64 m_queued = 0;
    qint64 m_written = 0;
};

} // namespace signalbox::gate
