// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/admin_client.h"
#include "pages/queues/queue_alert.h"
#include "pages/queues/queue_row.h"

#include <QPointer>

namespace signalbox::ui {

class Session;

// What can be done to queues as a whole, as calls of the admin API. Main thread.
class QueueCommands : public QObject {
    Q_OBJECT
public:
    using Done = AdminClient::Done;

    using QObject::QObject;

    void setSession(Session *session);
    Session *session() const;

    void change(const QString &queueId, const QCborMap &changes, QObject *context, Done done);
    void pauseAll(bool paused, QObject *context, Done done);
    void addQueue(const QCborMap &queue, QObject *context, Done done);

    void addConnection(const QCborMap &connection, QObject *context, Done done);
    void changeConnection(const QString &id, const QCborMap &changes, QObject *context, Done done);
    void removeConnection(const QString &id, QObject *context, Done done);

    // Of all queues when the id is empty.
    void setRules(const QString &queueId, const std::optional<QueueAlertRules> &rules, QObject *context, Done done);
    void snooze(const QString &alertId, int minutes, QObject *context, Done done); // 0 ends it

signals:
    void rowCame(const signalbox::ui::QueueRow &row); // as a change has made it
    void changed(); // something else: time to ask anew

private:
    // Then changed() tells of it.
    Done andTell(Done done);
    AdminClient *client(const Done &done); // null: there is none, which was said

    QPointer<Session> m_session;
};

} // namespace signalbox::ui
