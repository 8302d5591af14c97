// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/admin_client.h"
#include "client/endpoint.h"
#include "pages/queues/queue_alert.h"
#include "pages/queues/queue_connection.h"
#include "pages/queues/queue_row.h"

#include <QElapsedTimer>
#include <QHash>
#include <QPointer>

namespace signalbox::ui {

class Session;

// All queues that the server watches, as its feed tells of them, and as it answered when it was asked. What was asked
// never takes the place of what the feed has said since. Keeps what it knew of a server while there is none. Main
// thread.
class QueuesSource : public QObject {
    Q_OBJECT
public:
    static constexpr qsizetype RecentSize = 60; // of recent()

    using QObject::QObject;

    void setSession(Session *session); // another server's queues are forgotten
    void setActive(bool active); // looked at: watched closely and told every second, else every few
    void refresh(); // asks now
    void take(const QueueRow &row); // what the server answered to a change of it

    bool isLoaded() const { return m_loaded; } // else nothing is known yet
    bool isComplete() const { return m_complete; } // else the server still looks for queues
    const QString &error() const { return m_error; } // why nothing is known, for a person
    QList<QueueRow> rows() const { return m_rows.values(); }
    const QueueRow *row(const QString &id) const; // null: not there; until the next change
    const QList<QueueAlert> &alerts() const { return m_alerts; }
    qsizetype openAlerts() const; // that are not snoozed
    const QList<QueueConnection> &connections() const { return m_connections; }
    const QueueConnection *connection(const QString &id) const;
    // How many jobs finished a second, the oldest first: a figure for each second of the last minute.
    QList<double> recent(const QString &id) const { return m_recent.value(id); }

signals:
    void changed();

private:
    void forget();
    void subscribe();
    void takeAnswer(const AdminClient::Answer &answer);
    void takeAll(const QCborMap &all);
    void takeNews(const QCborMap &news);
    void takeRest(const QCborMap &data);
    void noteRates();

    QPointer<Session> m_session;
    Endpoint m_server; // whose queues they are
    QHash<QString, QueueRow> m_rows;
    QHash<QString, QList<double>> m_recent;
    QList<QueueAlert> m_alerts;
    QList<QueueConnection> m_connections;
    QString m_error;
    quint64 m_news = 0; // so far: messages of the feed, and answers to changes
    QElapsedTimer m_sinceNoted;
    bool m_loaded = false;
    bool m_complete = true;
    bool m_active = false;
};

} // namespace signalbox::ui
