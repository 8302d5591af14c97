// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/job_error.h"

namespace signalbox::jobs {

namespace {

// In the words of Node's BullMQ, which people look for.
QByteArray messageOf(qint64 code, const QByteArray &command, const QByteArray &subject, const QByteArray &state)
{
    switch (code) {
    case JobError::JobNotExist:
        return "Missing key for job " + subject + ". " + command;
    case JobError::JobLockNotExist:
        return "Missing lock for job " + subject + ". " + command;
    case JobError::JobNotInState:
        return "Job " + subject + " is not in the " + state + " state. " + command;
    case JobError::JobPendingChildren:
        return "Job " + subject + " has pending dependencies. " + command;
    case JobError::ParentJobNotExist:
        return "Missing key for parent job " + subject + ". " + command;
    case JobError::JobLockMismatch:
        return "Lock mismatch for job " + subject + ". Cmd " + command + " from " + state;
    case JobError::ParentJobCannotBeReplaced:
        return "The parent job " + subject + " cannot be replaced. " + command;
    case JobError::JobBelongsToJobScheduler:
        return "Job " + subject + " belongs to a job scheduler and cannot be removed directly. " + command;
    case JobError::JobHasFailedChildren:
        return "Cannot complete job " + subject + " because it has at least one failed child. " + command;
    case JobError::SchedulerJobIdCollision:
        return "Cannot create job scheduler iteration - job ID already exists. " + command;
    case JobError::SchedulerJobSlotsBusy:
        return "Cannot create job scheduler iteration - current and next time slots already have jobs. " + command;
    default:
        return "Unknown code " + QByteArray::number(code) + " error for " + subject + ". " + command;
    }
}

} // namespace

JobError::JobError(qint64 code, const QByteArray &command, const QByteArray &subject, const QByteArray &state)
    : std::runtime_error(messageOf(code, command, subject, state).toStdString())
    , m_code(code)
{
}

} // namespace signalbox::jobs
