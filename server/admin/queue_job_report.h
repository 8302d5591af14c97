// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "admin/queue_services.h"
#include "jobs/queue_reader.h"

#include <QCborMap>

namespace signalbox::admin {

// What the admin API says of jobs; docs/admin-queues.md describes it. Any thread.

QCborMap jobReport(const jobs::JobRow &row, const jobs::QueueAddress &queue);
// `isOwn`: this server works on the queue.
QCborMap jobDetailReport(const jobs::JobDetail &detail, const jobs::QueueAddress &queue, bool isOwn);
QStringList actionsOf(std::optional<jobs::JobState> state); // that suit it

} // namespace signalbox::admin
