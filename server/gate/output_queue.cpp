// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gate/output_queue.h"

#include "gate/transport.h"

namespace signalbox::gate {

bool OutputQueue::write(QByteArrayView bytes, Transport &transport)
{
    const qint64 taken = writeNow(bytes, transport);
    if (taken >= 0 && taken < bytes.size())
        m_pieces.append(bytes.sliced(static_cast<qsizetype>(taken)).toByteArray());
    return taken >= 0;
}

bool OutputQueue::write(QByteArray bytes, Transport &transport)
{
    const qint64 taken = writeNow(bytes, transport);
    if (taken >= 0 && taken < bytes.size()) {
        if (m_pieces.isEmpty())
            m_firstTaken = static_cast<qsizetype>(taken);
        m_pieces.append(std::move(bytes));
    }
    return taken >= 0;
}

qint64 OutputQueue::writeNow(QByteArrayView bytes, Transport &transport)
{
    m_queued += bytes.size();
    if (!m_pieces.isEmpty() || bytes.isEmpty())
        return 0;
    const qint64 taken = transport.write(bytes);
    if (taken > 0)
        m_written += taken;
    return taken;
}

bool OutputQueue::flush(Transport &transport)
{
    while (!m_pieces.isEmpty()) {
        const QByteArrayView rest = QByteArrayView(m_pieces.first()).sliced(m_firstTaken);
        const qint64 taken = transport.write(rest);
        if (taken < 0)
            return false;
        m_written += taken;
        m_firstTaken += static_cast<qsizetype>(taken);
        if (taken < rest.size())
            return true;
        m_pieces.removeFirst();
        m_firstTaken = 0;
    }
    m_pieces = {};
    return true;
}

void OutputQueue::clear()
{
    m_pieces = {};
    m_firstTaken = 0;
    m_queued = m_written;
}

} // namespace signalbox::gate
