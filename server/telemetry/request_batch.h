// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "request_record.h"

namespace signalbox::telemetry {

// What a subscriber to requests is told at once.
struct RequestBatch {
    QList<RequestRecord> items; // oldest first
    qint64 skipped = 0; // matched, but over the rate
    qint64 lost = 0; // batches before this one that the subscriber was too slow to take
};

} // namespace signalbox::telemetry
