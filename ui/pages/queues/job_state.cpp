// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/job_state.h"

#include <QCoreApplication>

#include <algorithm>

namespace signalbox::ui {

namespace {

struct StateInfo {
    const char *key;
    const char *label;
    const char *shortLabel;
    Theme::Role role;
};

// In the order of JobState. Violet, magenta and orange are those of the charts: a chart's line and a state are never
// told apart by them alone.
constexpr std::array<StateInfo, JobStateCount> States{{
    {"waiting", QT_TRANSLATE_NOOP("JobState", "Waiting"), QT_TRANSLATE_NOOP("JobState", "Waiting"),
     Theme::Role::Warning},
    {"active", QT_TRANSLATE_NOOP("JobState", "Active"), QT_TRANSLATE_NOOP("JobState", "Active"), Theme::Role::Info},
    {"prioritized", QT_TRANSLATE_NOOP("JobState", "Prioritized"), QT_TRANSLATE_NOOP("JobState", "Priority"),
     Theme::Role::ChartP99},
    {"delayed", QT_TRANSLATE_NOOP("JobState", "Delayed"), QT_TRANSLATE_NOOP("JobState", "Delayed"),
     Theme::Role::Accent},
    {"waitingChildren", QT_TRANSLATE_NOOP("JobState", "Waiting for children"),
     QT_TRANSLATE_NOOP("JobState", "Children"), Theme::Role::ChartP95},
    {"completed", QT_TRANSLATE_NOOP("JobState", "Completed"), QT_TRANSLATE_NOOP("JobState", "Completed"),
     Theme::Role::Success},
    {"failed", QT_TRANSLATE_NOOP("JobState", "Failed"), QT_TRANSLATE_NOOP("JobState", "Failed"), Theme::Role::Danger},
}};

const StateInfo &infoOf(JobState state)
{
    return States.at(size_t(state));
}

} // namespace

QString jobStateKey(JobState state)
{
    return QString::fromLatin1(infoOf(state).key);
}

std::optional<JobState> jobStateOfKey(const QString &key)
{
    const auto found = std::ranges::find_if(
        AllJobStates, [&key](JobState state) { return key == QLatin1StringView(infoOf(state).key); });
    return found == AllJobStates.end() ? std::nullopt : std::optional(*found);
}

QString jobStateLabel(JobState state)
{
    return QCoreApplication::translate("JobState", infoOf(state).label);
}

QString jobStateShortLabel(JobState state)
{
    return QCoreApplication::translate("JobState", infoOf(state).shortLabel);
}

Theme::Role jobStateRole(JobState state)
{
    return infoOf(state).role;
}

} // namespace signalbox::ui
