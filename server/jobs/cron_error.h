// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace signalbox::jobs {

// Why a pattern or a time zone is refused.
struct CronError {
    QString field; // second, minute, hour, dayOfMonth, month, dayOfWeek, or pattern or tz as a whole
    QString message; // a sentence that names the field and what was written
};

} // namespace signalbox::jobs
