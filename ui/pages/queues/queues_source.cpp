// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/queues_source.h"

#include "client/session.h"
#include "pages/queues/queue_paths.h"

#include <QCborArray>

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString Topic = u"queues"_s;
constexpr int ActiveMs = 1000;
constexpr int HiddenMs = 5000; // for the badge and the alerts

} // namespace

void QueuesSource::setSession(Session *session)
{
    if (m_session)
        m_session->feed().disconnect(this);
    if (session && !session->endpoint().isSameServerAs(m_server))
        forget();
    m_session = session;
    m_error.clear();
    if (session) {
        m_server = session->endpoint();
        connect(&session->feed(), &FeedClient::arrived, this, [this](const QString &topic, const QCborMap &data) {
            if (topic == Topic)
                takeNews(data);
        });
        connect(&session->feed(), &FeedClient::stateChanged, this, [this](LinkState state) {
            if (state == LinkState::Connected)
                refresh();
        });
        subscribe();
        refresh();
    }
    emit changed();
}

void QueuesSource::setActive(bool active)
{
    if (active == m_active)
        return;
    m_active = active;
    subscribe();
}

void QueuesSource::subscribe()
{
    if (m_session)
        m_session->feed().subscribe(Topic,
                                    {{"intervalMs"_L1, m_active ? ActiveMs : HiddenMs}, {"closely"_L1, m_active}});
}

void QueuesSource::forget()
{
    m_rows.clear();
    m_recent.clear();
    m_alerts.clear();
    m_connections.clear();
    m_sinceNoted.invalidate();
    m_loaded = false;
    m_complete = true;
}

void QueuesSource::refresh()
{
    if (!m_session)
        return;
    const auto take = [this, of = m_session, news = m_news](const AdminClient::Answer &answer) {
        if (of != m_session)
            return;
        if (news == m_news)
            takeAnswer(answer);
        else if (!m_loaded)
            refresh();
    };
    m_session->client().get(QueuesPath, {}, this, take);
}

void QueuesSource::takeAnswer(const AdminClient::Answer &answer)
{
    m_error = answer.error;
    if (answer.ok())
        takeAll(answer.body);
    emit changed();
}

void QueuesSource::takeNews(const QCborMap &news)
{
    ++m_news;
    m_error.clear();
    if (news.contains("queues"_L1)) {
        takeAll(news);
    } else {
        for (const QueueRow &row : QueueRow::listFromCbor(news.value("rows"_L1)))
            m_rows.insert(row.id, row);
        for (const auto &id : news.value("removed"_L1).toArray())
            m_rows.remove(id.toString());
        takeRest(news);
    }
    noteRates();
    emit changed();
}

void QueuesSource::takeAll(const QCborMap &all)
{
    m_rows.clear();
    for (const QueueRow &row : QueueRow::listFromCbor(all.value("queues"_L1)))
        m_rows.insert(row.id, row);
    m_recent.removeIf([this](const auto &recent) { return !m_rows.contains(recent.key()); });
    m_loaded = true;
    takeRest(all);
}

// What a message leaves out is as it was.
void QueuesSource::takeRest(const QCborMap &data)
{
    if (data.contains("alerts"_L1))
        m_alerts = QueueAlert::listFromCbor(data.value("alerts"_L1));
    if (data.contains("connections"_L1))
        m_connections = QueueConnection::listFromCbor(data.value("connections"_L1));
    if (data.contains("complete"_L1))
        m_complete = data.value("complete"_L1).toBool(true);
}

// News come each second, or less often while nobody looks: then they stand for all of the seconds since.
void QueuesSource::noteRates()
{
    const qint64 elapsedMs = m_sinceNoted.isValid() ? m_sinceNoted.elapsed() : 0;
    const auto seconds = std::clamp<qsizetype>(qsizetype((elapsedMs + 500) / 1000), 1, RecentSize);
    m_sinceNoted.start();
    for (const QueueRow &row : std::as_const(m_rows)) {
        QList<double> &recent = m_recent[row.id];
        recent.insert(recent.size(), seconds, row.finishedPerSecond());
        recent.remove(0, std::max<qsizetype>(0, recent.size() - RecentSize));
    }
}

// The answer to a change may come after news that were counted later.
void QueuesSource::take(const QueueRow &row)
{
    const QueueRow *known = this->row(row.id);
    if (row.id.isEmpty() || (known && known->countedAtMs > row.countedAtMs))
        return;
    ++m_news;
    m_rows.insert(row.id, row);
    emit changed();
}

const QueueRow *QueuesSource::row(const QString &id) const
{
    const auto found = m_rows.constFind(id);
    return found == m_rows.constEnd() ? nullptr : &*found;
}

qsizetype QueuesSource::openAlerts() const
{
    return std::ranges::count(m_alerts, false, &QueueAlert::isSnoozed);
}

const QueueConnection *QueuesSource::connection(const QString &id) const
{
    const auto found = std::ranges::find(m_connections, id, &QueueConnection::id);
    return found == m_connections.cend() ? nullptr : &*found;
}

} // namespace signalbox::ui
