// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/queue_notice.h"

#include "widgets/format.h"

#include <QCoreApplication>

namespace signalbox::ui {

namespace {

QString text(const char *english)
{
    return QCoreApplication::translate("QueueNotice", english);
}

QString whereToPoint(const QueueRow &queue, const QueueConnection *connection)
{
    return connection && !connection->url.isEmpty()
        ? text("uses the Redis at %1 and the prefix “%2”").arg(connection->url, queue.prefix)
        : text("uses the same Redis and the prefix “%1”").arg(queue.prefix);
}

} // namespace

QueueNotice noticeOf(const QueueRow &queue, const QueueConnection *connection)
{
    if (connection && connection->state == QueueConnection::State::Down)
        return {}; // the page speaks of it
    if (!queue.error.isEmpty())
        return {Theme::Role::Danger, text("What is known of this queue is old: %1").arg(queue.error)};
    if (queue.paused)
        return {Theme::Role::Neutral, text("Paused: workers take no more jobs from it. Jobs can be added meanwhile."),
                QueueNotice::Action::Resume};
    if (queue.lacksWorker()) {
        const qint64 waiting = queue.counts.toRun();
        const QString wait = waiting > 0
            ? QLatin1Char(' ') + text("%1 to run.").arg(formatCounted(waiting, text("job waits"), text("jobs wait")))
            : QString();
        return {Theme::Role::Warning,
                text("Nothing consumes this queue.") + wait + QLatin1Char(' ')
                    + text("Check that a worker process runs, and that it %1.").arg(whereToPoint(queue, connection))};
    }
    if (queue.isRateLimited())
        return {
            Theme::Role::Info,
            text("Its rate limit is reached: the next job may run in %1.").arg(formatDuration(queue.rateLimitedForMs))};
    return {};
}

QueueNotice noticeOf(const QList<QueueConnection> &connections)
{
    QStringList down;
    for (const QueueConnection &connection : connections)
        if (connection.state == QueueConnection::State::Down)
            down.append(text("Redis “%1” is down, so what is shown of its queues is old. %2")
                            .arg(connection.name, connection.problem())
                            .trimmed());
    if (down.isEmpty())
        return {};
    return {Theme::Role::Danger, down.join(QLatin1Char('\n')), QueueNotice::Action::Connections};
}

} // namespace signalbox::ui
