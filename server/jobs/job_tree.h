// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/queue_reader.h"

namespace signalbox::jobs {

// A job among its parents and children. A value.
struct JobNode {
    QueueAddress queue;
    JobRow row;
    QList<JobNode> children;
    qint64 more = 0; // children that aren't told of
};

struct JobTree {
    JobNode root;
    bool isTruncated = false; // something was left out
};

// Where a job is in another one's words: its full key, "prefix:queue:id". As BullMQ reads it.
std::optional<std::pair<QueueAddress, QByteArray>> jobOfKey(const QByteArray &connection, const QByteArray &key);
// Where the parent of a job is, by two fields of its hash: `parentKey`, and `parent`, which tells where an id with
// colons begins.
std::optional<std::pair<QueueAddress, QByteArray>> parentIn(const QByteArray &connection, const QByteArray &parentKey,
                                                            const QByteArray &parent);

// The tree that a job belongs to, from its topmost parent, within bounds; nothing when there is no such job. On the
// client's thread; throws RedisError. The client and `spans` outlive the task.
QCoro::Task<std::optional<JobTree>> readJobTree(redis::Client &client, QueueAddress queue, QByteArray id,
                                                telemetry::SpanSink *spans);

} // namespace signalbox::jobs
