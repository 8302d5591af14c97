// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/job_sweep_plan.h"

#include "pages/queues/queue_paths.h"

#include <QCoreApplication>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 ManyAreTyped = 100; // from so many on

QString tr(const char *english)
{
    return QCoreApplication::translate("JobSweep", english);
}

SweepTask taskOf(const JobActionInfo &info, const JobTarget &target)
{
    SweepTask task;
    task.path = queuePath(target.queueId, u"actions"_s);
    task.question.insert("action"_L1, info.key);
    task.doneField = u"done"_s;
    if (target.isMatch()) {
        task.question.insert("match"_L1, target.match);
    } else {
        task.listField = u"jobs"_s;
        task.list = target.ids;
    }
    return task;
}

QString titleOf(const JobActionInfo &info, const JobTarget &target)
{
    if (target.isMatch())
        return tr("%1 all that match").arg(info.verb);
    return target.ids.size() == 1 ? tr("%1 job %2").arg(info.verb, target.ids.constFirst())
                                  : tr("%1 the chosen jobs").arg(info.verb);
}

} // namespace

SweepPlan jobSweepPlan(JobAction action, const JobTarget &target)
{
    const JobActionInfo &info = jobActionInfo(action);
    SweepPlan plan;
    plan.task = taskOf(info, target);
    plan.title = titleOf(info, target);
    plan.what = info.what;
    plan.words = {tr("job"), tr("jobs"), info.verb, info.done};
    plan.destroys = info.destructive;
    plan.typedFrom = ManyAreTyped;
    return plan;
}

} // namespace signalbox::ui
