// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/cron_error.h"

#include <QString>
#include <QTimeZone>

#include <variant>

namespace signalbox::jobs {

// The time zone that a scheduler's tz names, as Node's BullMQ reads it: an IANA name, UTC, an offset like UTC+5:30, or
// nothing for the zone of this machine.
std::variant<QTimeZone, CronError> cronZone(const QString &name);

} // namespace signalbox::jobs
