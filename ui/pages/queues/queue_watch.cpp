// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/queue_watch.h"

#include "client/session.h"

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString Topic = u"queue"_s;
constexpr int IntervalMs = 500;

} // namespace

void QueueWatch::setSession(Session *session)
{
    if (m_session)
        m_session->feed().disconnect(this);
    m_session = session;
    m_subscribed = false;
    if (session)
        connect(&session->feed(), &FeedClient::arrived, this, &QueueWatch::take);
    subscribe();
}

void QueueWatch::setActive(bool active)
{
    if (m_active == active)
        return;
    m_active = active;
    subscribe();
}

void QueueWatch::setQueue(const QString &queueId)
{
    if (m_queueId == queueId)
        return;
    m_queueId = queueId;
    m_jobId.clear();
    subscribe();
}

void QueueWatch::setJob(const QString &jobId)
{
    if (m_jobId == jobId)
        return;
    m_jobId = jobId;
    subscribe();
}

void QueueWatch::subscribe()
{
    if (!m_session)
        return;
    if (!m_active || m_queueId.isEmpty()) {
        if (std::exchange(m_subscribed, false))
            m_session->feed().unsubscribe(Topic);
        return;
    }
    QCborMap options{{"id"_L1, m_queueId}, {"intervalMs"_L1, IntervalMs}};
    if (!m_jobId.isEmpty())
        options.insert("job"_L1, m_jobId);
    m_subscribed = true;
    m_session->feed().subscribe(Topic, options);
}

void QueueWatch::take(const QString &topic, const QCborMap &data)
{
    if (topic != Topic || !m_active)
        return;
    const QueueRow row = QueueRow::fromCbor(data.value("row"_L1).toMap());
    if (!row.id.isEmpty() && row.id != m_queueId)
        return; // of the one that was watched before
    if (!row.id.isEmpty())
        emit rowCame(row);
    const QList<JobEvent> events = JobEvent::listFromCbor(data.value("events"_L1));
    const qint64 skipped = data.value("skipped"_L1).toInteger();
    if (!events.isEmpty() || skipped > 0)
        emit eventsCame(events, skipped);
    const QCborMap job = data.value("job"_L1).toMap();
    const QString jobId = job.value("id"_L1).toString(m_jobId);
    if (!job.isEmpty() && !m_jobId.isEmpty() && jobId == m_jobId) // not of the one that was watched before
        emit jobCame(m_jobId, job);
}

} // namespace signalbox::ui
