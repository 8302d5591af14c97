// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "telemetry/line_buffer.h"
#include "telemetry/log.h"

#include <QByteArray>

#include <chrono>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace signalbox::telemetry {

std::optional<Level> levelFromName(QStringView name); // trace, debug, info, warn, error, off
QByteArrayView nameOf(Level level);

// The log on spdlog: a thread of its own writes to a file that rotates, or to standard error. What waits for it is
// bounded in bytes; over that, lines are dropped and counted, so that no caller ever waits for a disk or a terminal.
class AsyncLog final : public Log {
public:
    struct Settings {
        QString file; // empty: standard error
        qint64 rotateBytes = 32 * 1024 * 1024;
        int files = 5; // old ones that are kept
        Level level = Level::Info;
        QByteArray nodeName; // `node` in each line, when not empty
        qint64 maxWaitingBytes = 8 * 1024 * 1024;
    };
    // When the file can't be written to, logs to standard error and says why there.
    explicit AsyncLog(Settings settings);
    ~AsyncLog() override; // writes what waits, bounded in time

    bool enabled(Level level) const override;
    void write(Level level, QByteArrayView event, const QJsonObject &fields = {}) override;
    qint64 dropped() const override;

    Level level() const;
    void setLevel(Level level);

    // `count` lines that are ready, each with its end. Takes them without a copy, and leaves an empty buffer. Any
    // thread.
    void writeLines(LineBuffer &lines, int count);

    // Until all written so far is with the system; false when that took too long.
    bool flush(std::chrono::milliseconds timeout);

    // The lines with a requestId since the last call: (id, line without its end). Bounded: what isn't fetched in
    // time is only in the file.
    std::vector<std::pair<QByteArray, QByteArray>> takeRequestLines();

private:
    QByteArray lineOf(Level level, QByteArrayView event, const QJsonObject &fields) const;
    void remember(QByteArray requestId, QByteArrayView line);

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace signalbox::telemetry
