// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/cron_error.h"
#include "jobs/cron_schedule.h"

#include <QStringView>

#include <variant>

namespace signalbox::jobs {

// Reads a pattern of six fields, of fewer (without the seconds, and whatever else is missing on the left), or one like
// @daily. An empty `hashSeed` leaves H to chance.
std::variant<CronSchedule, CronError> parseCron(QStringView pattern, QStringView hashSeed);

} // namespace signalbox::jobs
