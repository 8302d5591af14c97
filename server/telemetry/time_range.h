// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtGlobal>

namespace signalbox::telemetry {

// A part of the recent past, in milliseconds since the epoch; `to` 0 means now. Requests belong to the time when
// they ended.
struct TimeRange {
    qint64 fromMs = 0;
    qint64 toMs = 0;
};

} // namespace signalbox::telemetry
