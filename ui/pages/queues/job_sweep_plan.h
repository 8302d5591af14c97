// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/queues/job_action.h"
#include "pages/sweep/sweep_dialog.h"

namespace signalbox::ui {

// How an action is done to jobs, and how a person is asked.
SweepPlan jobSweepPlan(JobAction action, const JobTarget &target);

} // namespace signalbox::ui
