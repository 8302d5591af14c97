// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "telemetry/archive.h"
#include "telemetry/async_log.h"
#include "telemetry/request_feed.h"
#include "telemetry/request_lines.h"
#include "telemetry/shard_state.h"

#include <map>
#include <vector>

namespace signalbox::telemetry {

// Takes what the shards hold into the archive, the log and the feeds of requests. Collector's thread only.
class Recorder {
public:
    Recorder(std::vector<ShardState *> shards, ShardState &jobs, Archive &archive, AsyncLog &log, QByteArray nodeName);

    // Everything that the shards hold now, each request into the second in which it ended.
    void drain(qint64 nowUs);

    std::map<int, RequestFeed> &feeds() { return m_feeds; }
    // The worst of each reactor in the last whole second, in microseconds.
    const std::vector<qint64> &loopDelays() const { return m_loopDelays; }
    qint64 lostRecords() const;
    int active() const;
    int connections() const;

private:
    static qint64 secondOf(const EncodedRecord &record, qint64 nowSecond);
    // Up to the first request that ended after `second`; returns when that was.
    qint64 drainShard(ShardState &shard, qint64 second, qint64 nowSecond);
    int routeOf(const EncodedRecord &record);
    void take(const EncodedRecord &record);
    void takeJobs();
    void advanceTo(qint64 second);
    void readGauges();
    void writeLines();

    const std::vector<ShardState *> m_shards;
    ShardState &m_jobs;
    Archive &m_archive;
    AsyncLog &m_log;
    RequestLines m_requestLines;
    std::map<int, RequestFeed> m_feeds; // by subscription
    LineBuffer m_lines;
    int m_lineCount = 0;
    std::vector<qint64> m_loopDelays;
    std::vector<qint64> m_openLoopDelays;
};

} // namespace signalbox::telemetry
