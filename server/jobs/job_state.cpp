// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/job_state.h"

#include <algorithm>
#include <array>

namespace signalbox::jobs {

using namespace Qt::Literals::StringLiterals;

namespace {

struct Names {
    JobState state;
    QLatin1StringView name;
    QByteArrayView key;
};

constexpr std::array<Names, jobStateCount> names{{{JobState::Waiting, "waiting"_L1, "wait"},
                                                  {JobState::Active, "active"_L1, "active"},
                                                  {JobState::Prioritized, "prioritized"_L1, "prioritized"},
                                                  {JobState::Delayed, "delayed"_L1, "delayed"},
                                                  {JobState::WaitingChildren, "waitingChildren"_L1, "waiting-children"},
                                                  {JobState::Completed, "completed"_L1, "completed"},
                                                  {JobState::Failed, "failed"_L1, "failed"}}};

} // namespace

QList<JobState> allJobStates()
{
    QList<JobState> states;
    for (const Names &each : names)
        states.append(each.state);
    return states;
}

QLatin1StringView nameOf(JobState state)
{
    return names.at(std::size_t(state)).name;
}

std::optional<JobState> jobStateNamed(QStringView name)
{
    const auto *found = std::find_if(names.begin(), names.end(), [&](const Names &each) { return each.name == name; });
    return found == names.end() ? std::nullopt : std::optional(found->state);
}

QByteArrayView keySuffixOf(JobState state)
{
    return names.at(std::size_t(state)).key;
}

std::optional<JobState> jobStateOfKey(QByteArrayView suffix)
{
    const auto *found = std::find_if(names.begin(), names.end(), [&](const Names &each) { return each.key == suffix; });
    return found == names.end() ? std::nullopt : std::optional(found->state);
}

bool isList(JobState state)
{
    return state == JobState::Waiting || state == JobState::Active;
}

} // namespace signalbox::jobs
