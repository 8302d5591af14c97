// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/job_options.h"

namespace signalbox::jobs {

// Whether options with the public names are of the types that BullMQ knows, at each level: one that isn't would be lost
// without a word. So would an empty list and a number above 14 digits, which its scripts spoil. Any thread.
std::optional<JobOptionsError> checkOptionTypes(const QJsonObject &options);

} // namespace signalbox::jobs
