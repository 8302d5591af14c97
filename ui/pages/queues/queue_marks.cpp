// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/queue_marks.h"

#include "widgets/format.h"

#include <QCoreApplication>

namespace signalbox::ui {

namespace {

QString text(const char *english)
{
    return QCoreApplication::translate("QueueMarks", english);
}

} // namespace

QList<QueueMark> marksOf(const QueueRow &row)
{
    QList<QueueMark> marks;
    if (!row.error.isEmpty())
        marks.append({text("error"), row.error, Theme::Role::Danger});
    if (row.lacksWorker())
        marks.append(
            {text("no worker"),
             text("Nothing consumes this queue. Check that a worker runs, and uses the same Redis and prefix."),
             Theme::Role::Warning});
    if (row.paused)
        marks.append(
            {text("paused"), text("Workers take no more jobs from it until it is resumed."), Theme::Role::Neutral});
    if (row.isRateLimited())
        marks.append(
            {text("limited"),
             text("Its rate limit is reached: the next job may run in %1.").arg(formatDuration(row.rateLimitedForMs)),
             Theme::Role::Info});
    return marks;
}

} // namespace signalbox::ui
