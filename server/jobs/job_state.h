// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace signalbox::jobs {

// Where a job of a queue is.
enum class JobState : quint8 { Waiting, Active, Prioritized, Delayed, WaitingChildren, Completed, Failed };

inline constexpr int jobStateCount = 7;

QList<JobState> allJobStates();
QLatin1StringView nameOf(JobState state); // as the admin API calls it: "waitingChildren"
std::optional<JobState> jobStateNamed(QStringView name);
QByteArrayView keySuffixOf(JobState state); // as BullMQ's key of its ids ends: "wait"
std::optional<JobState> jobStateOfKey(QByteArrayView suffix);
bool isList(JobState state); // its ids are a list; else a sorted set

} // namespace signalbox::jobs
