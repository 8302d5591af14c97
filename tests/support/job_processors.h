// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/processor.h"

#include <QCoro/QCoroTimer>

namespace signalbox::test {

inline QCoro::Task<> rest(int ms)
{
    QTimer timer;
    timer.setSingleShot(true);
    timer.start(ms);
    co_await timer;
}

// Counts the runs of each job.
using JobRuns = QHash<QByteArray, int>;

inline jobs::Processor resting(JobRuns &runs, int ms)
{
    return [&runs, ms](std::shared_ptr<jobs::JobContext> context) -> QCoro::Task<QByteArray> {
        ++runs[context->job().id];
        co_await rest(ms);
        co_return context->job().data;
    };
}

} // namespace signalbox::test
