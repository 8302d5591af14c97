// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/job_action.h"

#include <QCoreApplication>

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

QString text(const char *english)
{
    return QCoreApplication::translate("JobAction", english);
}

const QList<JobState> ButActive{JobState::Waiting,         JobState::Prioritized, JobState::Delayed,
                                JobState::WaitingChildren, JobState::Completed,   JobState::Failed};
const QList<JobState> All{JobState::Active,          JobState::Waiting,   JobState::Prioritized, JobState::Delayed,
                          JobState::WaitingChildren, JobState::Completed, JobState::Failed};

std::array<JobActionInfo, JobActionCount> makeInfos()
{
    return {{{u"retry"_s,
              u"replay"_s,
              u"R"_s,
              text("Retry"),
              text("retried"),
              text("They run again from the start, with all their attempts."),
              {JobState::Failed, JobState::Completed}},
             {u"moveToWait"_s,
              u"inbox"_s,
              u"W"_s,
              text("Move to waiting"),
              text("moved to waiting"),
              text("They wait again with the attempts that they have made. A failed one has one more run."),
              {JobState::Failed, JobState::Completed, JobState::Delayed}},
             {u"promote"_s,
              u"bolt"_s,
              u"P"_s,
              text("Promote"),
              text("promoted"),
              text("They run as soon as they may, not only when they are due."),
              {JobState::Delayed}},
             {u"remove"_s, u"trash"_s, u"Del"_s, text("Remove"), text("removed"),
              text("They are gone from Redis with their logs, and so are their children that don't run just now."),
              ButActive, true},
             {u"duplicate"_s, u"plus"_s, u"D"_s, text("Duplicate"), text("duplicated"),
              text("For each a new job of the same name, data and options is added."), All},
             {u"cancel"_s,
              u"stop"_s,
              u"C"_s,
              text("Cancel"),
              text("asked to stop"),
              text("Their workers are asked to stop them. Only a worker of Signalbox can be asked."),
              {JobState::Active},
              true},
             {u"fail"_s,
              u"block"_s,
              u"F"_s,
              text("Fail"),
              text("failed"),
              text("They fail for good, whoever runs them: what their processors still do is ignored."),
              {JobState::Active},
              true}}};
}

} // namespace

const JobActionInfo &jobActionInfo(JobAction action)
{
    static const std::array<JobActionInfo, JobActionCount> infos = makeInfos();
    return infos.at(size_t(action));
}

const std::array<JobAction, JobActionCount> &allJobActions()
{
    static constexpr std::array<JobAction, JobActionCount> Actions{
        JobAction::Retry,  JobAction::MoveToWait, JobAction::Promote, JobAction::Duplicate,
        JobAction::Cancel, JobAction::Fail,       JobAction::Remove};
    return Actions;
}

bool JobTarget::suits(JobAction action) const
{
    const JobActionInfo &info = jobActionInfo(action);
    return !isEmpty() && std::ranges::any_of(states, [&info](JobState state) { return info.suits(state); });
}

} // namespace signalbox::ui
