// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/job_event.h"

#include "client/cbor_fields.h"

#include <QCborArray>
#include <QHash>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

std::optional<JobState> JobEvent::stateAfter() const
{
    static const QHash<QString, JobState> States{
        {u"waiting"_s, JobState::Waiting},     {u"active"_s, JobState::Active},
        {u"delayed"_s, JobState::Delayed},     {u"waiting-children"_s, JobState::WaitingChildren},
        {u"completed"_s, JobState::Completed}, {u"failed"_s, JobState::Failed},
        {u"stalled"_s, JobState::Waiting},     {u"prioritized"_s, JobState::Prioritized}};
    const auto state = States.constFind(name);
    return state == States.cend() ? std::nullopt : std::optional(*state);
}

bool JobEvent::isRemoval() const
{
    return name == "removed"_L1;
}

void JobEvent::applyTo(JobRow &row) const
{
    if (isRemoval())
        row.state.reset();
    if (progress.isKnown())
        row.progress = progress;
    const std::optional<JobState> after = stateAfter();
    if (!after)
        return;
    // A job with a priority waits among those that have one, and the event says only that it waits.
    row.state = *after == JobState::Waiting && row.priority > 0 ? JobState::Prioritized : *after;
    row.atMs = atMs;
    if (*after == JobState::Active) {
        row.processedAtMs = atMs;
        row.finishedAtMs = 0;
    }
    if (*after == JobState::Completed || *after == JobState::Failed) {
        row.finishedAtMs = atMs;
        row.failedReason = failedReason;
        if (row.processedAtMs > 0)
            row.runMs = double(std::max<qint64>(0, atMs - row.processedAtMs));
    }
}

JobEvent JobEvent::fromCbor(const QCborMap &map)
{
    JobEvent event;
    event.jobId = map.value("jobId"_L1).toString();
    event.name = map.value("event"_L1).toString();
    event.atMs = momentField(map, "at");
    event.progress = JobProgress::fromCbor(map.value("progress"_L1));
    event.failedReason = map.value("failedReason"_L1).toString();
    return event;
}

QList<JobEvent> JobEvent::listFromCbor(const QCborValue &events)
{
    QList<JobEvent> list;
    for (const QCborValue event : events.toArray())
        list.append(fromCbor(event.toMap()));
    return list;
}

} // namespace signalbox::ui
