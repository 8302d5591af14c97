// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/job_row.h"
#include "jobs/queue_address.h"
#include "redis/client.h"

#include <QCoro/QCoroTask>

namespace signalbox::jobs {

// Taking jobs out of a queue as BullMQ does. On the client's thread; they throw RedisError. The client and `spans`
// outlive the tasks.

enum class Children : quint8 { Stay, Go };

// 1: it is gone. 0: it is active, or one of the children that would go is. -8: it is a scheduler's next job.
redis::Pending removeJob(redis::Client &client, const QueueAddress &queue, const QByteArray &id, Children children,
                         telemetry::SpanSink *spans);

// Whether each is gone. Of a walk's rows those that wait far from the list's head are brought there first, in one go:
// BullMQ's script looks for each from the head on, which takes Redis 40 ms for one at the end of a million.
QCoro::Task<QList<bool>> removeJobs(redis::Client &client, QueueAddress queue, QList<JobRow> rows, Children children,
                                    telemetry::SpanSink *spans);
QCoro::Task<QList<bool>> removeJobs(redis::Client &client, QueueAddress queue, QByteArrayList ids, Children children,
                                    telemetry::SpanSink *spans);
// What the former does at first. Those that aren't removed then run last.
QCoro::Task<> bringToHead(redis::Client &client, QueueAddress queue, QList<JobRow> rows, telemetry::SpanSink *spans);

} // namespace signalbox::jobs
