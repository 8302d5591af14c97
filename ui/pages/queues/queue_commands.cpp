// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/queue_commands.h"

#include "client/session.h"
#include "pages/queues/queue_paths.h"

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

void QueueCommands::setSession(Session *session)
{
    m_session = session;
}

Session *QueueCommands::session() const
{
    return m_session;
}

AdminClient *QueueCommands::client(const Done &done)
{
    if (m_session)
        return &m_session->client();
    AdminClient::Answer answer;
    answer.error = tr("No server is being watched.");
    done(answer);
    return nullptr;
}

QueueCommands::Done QueueCommands::andTell(Done done)
{
    return [self = QPointer(this), done = std::move(done)](const AdminClient::Answer &answer) {
        if (self && answer.ok())
            emit self->changed();
        done(answer);
    };
}

void QueueCommands::change(const QString &queueId, const QCborMap &changes, QObject *context, Done done)
{
    AdminClient *client = this->client(done);
    if (!client)
        return;
    client->patch(queuePath(queueId), changes, context,
                  [self = QPointer(this), done = std::move(done)](const AdminClient::Answer &answer) {
                      if (self && answer.ok())
                          emit self->rowCame(QueueRow::fromCbor(answer.body));
                      done(answer);
                  });
}

void QueueCommands::pauseAll(bool paused, QObject *context, Done done)
{
    if (AdminClient *client = this->client(done))
        client->post(QueuesPath + "/pause"_L1, {{"paused"_L1, paused}}, context, andTell(std::move(done)));
}

void QueueCommands::addQueue(const QCborMap &queue, QObject *context, Done done)
{
    if (AdminClient *client = this->client(done))
        client->post(QueuesPath, queue, context, andTell(std::move(done)));
}

void QueueCommands::addConnection(const QCborMap &connection, QObject *context, Done done)
{
    if (AdminClient *client = this->client(done))
        client->post(connectionPath(), connection, context, andTell(std::move(done)));
}

void QueueCommands::changeConnection(const QString &id, const QCborMap &changes, QObject *context, Done done)
{
    if (AdminClient *client = this->client(done))
        client->patch(connectionPath(id), changes, context, andTell(std::move(done)));
}

void QueueCommands::removeConnection(const QString &id, QObject *context, Done done)
{
    if (AdminClient *client = this->client(done))
        client->remove(connectionPath(id), context, andTell(std::move(done)));
}

void QueueCommands::setRules(const QString &queueId, const std::optional<QueueAlertRules> &rules, QObject *context,
                             Done done)
{
    AdminClient *client = this->client(done);
    if (!client)
        return;
    const QString path = queueId.isEmpty() ? QueuesPath + "/alerts"_L1 : queuePath(queueId, u"alerts"_s);
    const QCborValue value = rules ? QCborValue(rules->toCbor()) : QCborValue(nullptr);
    client->put(path, {{"rules"_L1, value}}, context, andTell(std::move(done)));
}

void QueueCommands::snooze(const QString &alertId, int minutes, QObject *context, Done done)
{
    if (AdminClient *client = this->client(done))
        client->post(alertPath(alertId, u"snooze"_s), {{"minutes"_L1, minutes}}, context, andTell(std::move(done)));
}

} // namespace signalbox::ui
