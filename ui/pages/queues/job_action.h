// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/queues/job_state.h"

#include <QCborMap>
#include <QList>
#include <QStringList>

#include <array>

namespace signalbox::ui {

// What can be done to jobs by the admin API.
enum class JobAction : quint8 { Retry, MoveToWait, Promote, Remove, Duplicate, Cancel, Fail };
inline constexpr int JobActionCount = 7;

// What an action is, to the API and to a person. A value.
struct JobActionInfo {
    QString key; // "moveToWait"
    QString icon;
    QString shortcut;
    QString verb; // "Retry"
    QString done; // "retried", after a number of jobs
    QString what; // happens, in a sentence
    QList<JobState> states; // that it suits
    bool destructive = false; // asks before it does it, and can't be undone

    bool suits(JobState state) const { return states.contains(state); }
};

const JobActionInfo &jobActionInfo(JobAction action);
const std::array<JobAction, JobActionCount> &allJobActions(); // in the order of menus, what destroys last

// The jobs that an action is for: some by their ids, or all that match. A value.
struct JobTarget {
    QString queueId;
    QStringList ids;
    QCborMap match; // empty: those of the ids
    QList<JobState> states; // in which they are, as far as is known
    qint64 count = 0; // as far as is known
    bool cancellable = true; // whether who runs them can be asked to stop them

    bool isEmpty() const { return ids.isEmpty() && match.isEmpty(); }
    bool isMatch() const { return !match.isEmpty(); }
    bool suits(JobAction action) const; // some of them
};

} // namespace signalbox::ui
