// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "telemetry/capture.h"

#include <QCborMap>
#include <QHash>

#include <deque>
#include <optional>

namespace signalbox::telemetry {

// Headers and bodies of the requests that were captured, bounded in bytes: the oldest go first. What comes in is
// stored only after its secrets were struck out. Collector's thread only.
class CaptureStore {
public:
    explicit CaptureStore(qint64 maxBytes);
    void add(const Capture &capture);
    // {requestHeaders, responseHeaders, requestBody, responseBody}
    std::optional<QCborMap> find(const QByteArray &requestId) const;
    qint64 bytes() const { return m_bytes; }

private:
    static qint64 sizeOf(const Capture &capture);

    const qint64 m_maxBytes;
    qint64 m_bytes = 0;
    QHash<QByteArray, Capture> m_captures;
    std::deque<QByteArray> m_order; // the oldest first
};

} // namespace signalbox::telemetry
