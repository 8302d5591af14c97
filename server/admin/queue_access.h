// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "admin/queue_services.h"
#include "audit/audit_log.h"
#include "http/api.h"
#include "jobs/new_job.h"
#include "jobs/queue_board.h"
#include "jobs/queue_reader.h"

namespace signalbox::admin {

// What the routes of queues share. Reactor thread.

// For routes with `:queue` in their path: while its Redis isn't there, 503 says what is wrong and what to do.
http::Middleware requireQueueRedis(const QueueServices &services);

jobs::QueueAddress queueIn(const http::Context &context); // or 400
redis::Client &clientOf(const QueueServices &services, const QByteArray &connection); // or 404
jobs::QueueReader readerOf(const QueueServices &services, http::Context &context, const jobs::QueueAddress &queue);
QCoro::Task<> requireQueue(const QueueServices &services, http::Context &context, jobs::QueueAddress queue); // or 404
// Its state now, with what the watch knows of it; or 404.
QCoro::Task<jobs::QueueRow> queueRow(const QueueServices &services, http::Context &context, jobs::QueueAddress queue);
// Adds it to a queue, which exists and is touched, in the trace of the request unless it has one of its own: 201 with
// its id, or 409 with what BullMQ refuses.
QCoro::Task<http::Reply> addJob(const QueueServices &services, http::Context &context, jobs::QueueAddress queue,
                                jobs::NewJob job);

// 400 of what would make a row of the audit log large, in which a job's options are as they were given.
void requireModestOptions(const QJsonObject &options);

audit::Entry queueEntry(const QString &action, const jobs::QueueAddress &queue);
audit::Entry jobEntry(const QString &action, const jobs::QueueAddress &queue, const QByteArray &job);

http::Schema queueParameter();
http::Schema jobParameter();
http::Schema queueCursor();

} // namespace signalbox::admin
