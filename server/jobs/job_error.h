// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

#include <stdexcept>

namespace signalbox::jobs {

// What a script of BullMQ's refused: a negative integer where success is something else.
class JobError : public std::runtime_error {
public:
    enum Code : qint64 {
        JobNotExist = -1,
        JobLockNotExist = -2,
        JobNotInState = -3,
        JobPendingChildren = -4,
        ParentJobNotExist = -5,
        JobLockMismatch = -6,
        ParentJobCannotBeReplaced = -7,
        JobBelongsToJobScheduler = -8,
        JobHasFailedChildren = -9,
        SchedulerJobIdCollision = -10,
        SchedulerJobSlotsBusy = -11,
    };

    // `command` is the script that refused, `subject` the job's id (or the parent's key), `state` where it was looked
    // for.
    JobError(qint64 code, const QByteArray &command, const QByteArray &subject, const QByteArray &state = "active");

    qint64 code() const { return m_code; }

private:
    qint64 m_code;
};

} // namespace signalbox::jobs
