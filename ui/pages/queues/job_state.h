// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/theme.h"

#include <QString>

#include <array>
#include <optional>

namespace signalbox::ui {

// Where a job of a BullMQ queue is. Values index QueueCounts.
enum class JobState : quint8 { Waiting, Active, Prioritized, Delayed, WaitingChildren, Completed, Failed };
inline constexpr int JobStateCount = 7;
inline constexpr std::array<JobState, JobStateCount> AllJobStates{
    JobState::Waiting,         JobState::Active,    JobState::Prioritized, JobState::Delayed,
    JobState::WaitingChildren, JobState::Completed, JobState::Failed};

QString jobStateKey(JobState state); // "waitingChildren", as in the admin API
std::optional<JobState> jobStateOfKey(const QString &key);
QString jobStateLabel(JobState state); // "Waiting for children"
QString jobStateShortLabel(JobState state); // "Children", for a column's head
Theme::Role jobStateRole(JobState state); // its colour, which never stands alone

} // namespace signalbox::ui
