// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/job_context.h"

#include <QProcessEnvironment>

namespace signalbox::jobs {

// What a command finds in its environment: this program's, without what this one is configured by (there are secrets in
// it), and which job it is to do. Any thread.
QProcessEnvironment commandEnvironment(const JobContext &job);

} // namespace signalbox::jobs
