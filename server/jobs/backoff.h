// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/worker_settings.h"

namespace signalbox::jobs {

// How a failed attempt goes on: never, or after so many milliseconds. Throws std::invalid_argument for a type of
// backoff that neither BullMQ nor the settings' strategy knows. `random` is from 0 to under 1. Any thread.
std::optional<qint64> retryDelay(const JobRecord &job, const WorkerSettings &settings, double random);

} // namespace signalbox::jobs
