// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace signalbox::ui {

// The paths of docs/admin-queues.md. A queue's id is safe in a path as it is; what people name is encoded.
inline const QString QueuesPath = QStringLiteral("/admin/queues");
QString queuePath(const QString &queueId, const QString &rest = {}); // rest: "drain", "actions"
QString jobPath(const QString &queueId, const QString &jobId, const QString &rest = {}); // rest: "logs", "tree"
QString schedulerPath(const QString &queueId, const QString &schedulerId, const QString &rest = {});
QString alertPath(const QString &alertId, const QString &rest);
QString connectionPath(const QString &connectionId = {});

} // namespace signalbox::ui
