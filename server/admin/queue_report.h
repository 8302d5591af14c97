// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "admin/queue_services.h"
#include "jobs/queue_alerts.h"
#include "jobs/queue_reader.h"

#include <QCborArray>
#include <QCborMap>

namespace signalbox::jobs {
struct QueueConnection;
}

namespace signalbox::admin {

// What the admin API says of queues; docs/admin-queues.md describes it. Any thread.

QCborMap queueReport(const jobs::QueueRow &row, qint64 nowMs);
QCborArray workersReport(const jobs::QueueRow &row);
QCborMap pointReport(const jobs::QueuePoint &point);
QCborMap eventReport(const jobs::QueueEvent &event);
QCborMap alertReport(const jobs::Alert &alert);
QCborArray alertsReport(const jobs::QueueAlerts &alerts);
QCborArray connectionsReport(const jobs::QueueConnections &connections);
QCborMap connectionReport(const jobs::QueueConnections &connections, const jobs::QueueConnection &connection);
// What GET /admin/queues answers. `version` becomes that of the board.
QCborMap queuesReport(const QueueServices &services, quint64 *version = nullptr);

QCborValue momentValue(std::optional<qint64> ms); // ISO 8601, or null
QCborValue textValue(const QByteArray &text); // null when it is empty
QCborValue jsonValue(const QByteArray &json); // what it stands for; the text itself when it can't be read

} // namespace signalbox::admin
