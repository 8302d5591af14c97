// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/queues/job_event.h"
#include "pages/queues/queue_row.h"

#include <QObject>
#include <QPointer>

namespace signalbox::ui {

class Session;

// What the feed tells of one queue while it is looked at, and of one of its jobs. Main thread.
class QueueWatch : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    void setSession(Session *session);
    void setActive(bool active);
    void setQueue(const QString &queueId);
    void setJob(const QString &jobId); // empty: none
    const QString &jobId() const { return m_jobId; }

signals:
    void rowCame(const signalbox::ui::QueueRow &row);
    void eventsCame(const QList<signalbox::ui::JobEvent> &events, qint64 skipped);
    void jobCame(const QString &jobId,
                 const QCborMap &job); // {state, progress, attemptsMade, logs, logsTotal, logsAnew?}

private:
    void subscribe();
    void take(const QString &topic, const QCborMap &data);

    QPointer<Session> m_session;
    QString m_queueId;
    QString m_jobId;
    bool m_active = false;
    bool m_subscribed = false;
};

} // namespace signalbox::ui
