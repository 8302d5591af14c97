// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/queue_series.h"

#include "client/cbor_fields.h"

namespace signalbox::ui {

QueuePoint QueuePoint::fromCbor(const QCborMap &map)
{
    QueuePoint point;
    point.atMs = momentField(map, "at");
    point.added = integerField(map, "added");
    point.completed = integerField(map, "completed");
    point.failed = integerField(map, "failed");
    point.waiting = integerField(map, "waiting");
    point.active = integerField(map, "active");
    point.delayed = integerField(map, "delayed");
    point.wait = {numberField(map, "waitP50"), numberField(map, "waitP95"), numberField(map, "waitP99")};
    point.run = {numberField(map, "runP50"), numberField(map, "runP95"), numberField(map, "runP99")};
    return point;
}

QueueSeries QueueSeries::fromCbor(const QCborMap &answer)
{
    QueueSeries series;
    series.read(answer);
    return series;
}

} // namespace signalbox::ui
