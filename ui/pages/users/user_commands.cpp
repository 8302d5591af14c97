// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/users/user_commands.h"

#include "client/session.h"

#include <QCborArray>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

QString pathOf(const QString &id, const QString &rest = {})
{
    return "/admin/users/"_L1 + id + rest;
}

AdminClient::Answer noServer()
{
    AdminClient::Answer answer;
    answer.error = QObject::tr("No server is being watched.");
    return answer;
}

} // namespace

struct UserCommands::Batch {
    QStringList ids; // still to do
    QCborMap body;
    QPointer<QObject> context;
    ManyDone done;
    Outcome outcome;
};

void UserCommands::setSession(Session *session)
{
    m_session = session;
}

void UserCommands::create(const QCborMap &user, QObject *context, Done done)
{
    if (!m_session)
        return done(noServer());
    m_session->client().post(u"/admin/users"_s, user, context, noting(std::move(done)));
}

void UserCommands::change(const QString &id, const QCborMap &changes, QObject *context, Done done)
{
    if (!m_session)
        return done(noServer());
    m_session->client().patch(pathOf(id), changes, context, noting(std::move(done)));
}

void UserCommands::setPassword(const QString &id, const QString &password, QObject *context, Done done)
{
    if (!m_session)
        return done(noServer());
    QCborMap body;
    if (!password.isEmpty())
        body.insert("password"_L1, password);
    m_session->client().post(pathOf(id, u"/password"_s), body, context, noting(std::move(done)));
}

void UserCommands::impersonate(const QString &id, QObject *context, Done done)
{
    if (!m_session)
        return done(noServer());
    m_session->client().post(pathOf(id, u"/impersonate"_s), {}, context, std::move(done));
}

void UserCommands::endSession(const QString &id, const QString &session, QObject *context, Done done)
{
    if (!m_session)
        return done(noServer());
    m_session->client().remove(pathOf(id, "/sessions/"_L1 + session), context, noting(std::move(done)));
}

void UserCommands::changeMany(const QStringList &ids, const QString &action, const QCborMap &more, QObject *context,
                              ManyDone done)
{
    auto batch = std::make_shared<Batch>(Batch{ids, more, context, std::move(done), {}});
    batch->body.insert("action"_L1, action);
    next(batch);
}

void UserCommands::next(const std::shared_ptr<Batch> &batch)
{
    if (batch->ids.isEmpty() || !m_session) {
        if (!m_session)
            batch->outcome.error = noServer().error;
        emit changed();
        if (batch->context)
            batch->done(batch->outcome);
        return;
    }
    const QStringList now = batch->ids.first(std::min<qsizetype>(LargestBatch, batch->ids.size()));
    batch->body.insert("ids"_L1, QCborArray::fromStringList(now));
    m_session->client().post(u"/admin/users/batch"_s, batch->body, this,
                             [this, batch, count = now.size()](const AdminClient::Answer &answer) {
                                 const QCborArray failed = answer.body.value("failed"_L1).toArray();
                                 batch->outcome.done += int(answer.body.value("done"_L1).toArray().size());
                                 batch->outcome.failed += answer.ok() ? int(failed.size()) : int(batch->ids.size());
                                 if (batch->outcome.error.isEmpty())
                                     batch->outcome.error = answer.ok()
                                         ? failed.first().toMap().value("error"_L1).toString()
                                         : answer.error;
                                 batch->ids = answer.ok() ? batch->ids.sliced(count) : QStringList();
                                 next(batch);
                             });
}

UserCommands::Done UserCommands::noting(Done done)
{
    return [this, done = std::move(done)](const AdminClient::Answer &answer) {
        if (answer.ok())
            emit changed();
        done(answer);
    };
}

} // namespace signalbox::ui
