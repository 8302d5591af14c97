// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArrayView>
#include <QJsonObject>
#include <QString>

namespace signalbox::telemetry {

enum class Level : quint8 { Trace, Debug, Info, Warn, Error, Off };

// Structured log: one JSON object a line, {"time", "level", "event", ...fields}. Any thread; never blocks: the
// queue to the writer is bounded and what it drops is counted. Lines with a `requestId` field can be found from
// that request's record.
class Log {
public:
    virtual ~Log() = default;
    virtual bool enabled(Level level) const = 0;
    virtual void write(Level level, QByteArrayView event, const QJsonObject &fields = {}) = 0;
    virtual qint64 dropped() const = 0;
};

} // namespace signalbox::telemetry
