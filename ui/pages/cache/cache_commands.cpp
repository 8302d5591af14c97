// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/cache/cache_commands.h"

#include "client/session.h"

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

AdminClient::Answer noServer()
{
    AdminClient::Answer answer;
    answer.error = CacheCommands::tr("No server is being watched.");
    return answer;
}

QString namespacePath(const QString &name)
{
    return "/admin/cache/namespaces/"_L1 + QString::fromLatin1(QUrl::toPercentEncoding(name));
}

QString keyPath(const QString &id)
{
    return "/admin/redis/keys/"_L1 + id;
}

} // namespace

void CacheCommands::setSession(Session *session)
{
    m_session = session;
}

Session *CacheCommands::session() const
{
    return m_session;
}

void CacheCommands::changeNamespace(const QString &name, const QCborMap &changes, QObject *context, Done done)
{
    if (!m_session)
        return done(noServer());
    m_session->client().patch(namespacePath(name), changes, context,
                              [this, done = std::move(done)](const AdminClient::Answer &answer) {
                                  if (answer.ok())
                                      emit namespaceChanged(CacheNamespace::fromCbor(answer.body));
                                  done(answer);
                              });
}

void CacheCommands::invalidate(const QString &name, const QString &id, QObject *context, Done done)
{
    if (!m_session)
        return done(noServer());
    m_session->client().post(namespacePath(name) + "/invalidate"_L1, {{"id"_L1, id}}, context, std::move(done));
}

void CacheCommands::changeTtl(const QString &keyId, std::optional<qint64> ttlMs, QObject *context, Done done)
{
    if (!m_session)
        return done(noServer());
    const QCborMap change{{"ttlMs"_L1, ttlMs ? QCborValue(*ttlMs) : QCborValue(nullptr)}};
    m_session->client().patch(keyPath(keyId), change, context,
                              [this, done = std::move(done)](const AdminClient::Answer &answer) {
                                  if (answer.ok())
                                      emit keyChanged(answer.body);
                                  done(answer);
                              });
}

void CacheCommands::removeKey(const QString &keyId, QObject *context, Done done)
{
    if (!m_session)
        return done(noServer());
    m_session->client().remove(keyPath(keyId), context,
                               [this, keyId, done = std::move(done)](const AdminClient::Answer &answer) {
                                   if (answer.ok() || answer.status == 404)
                                       emit keyRemoved(keyId);
                                   done(answer);
                               });
}

} // namespace signalbox::ui
