// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/admin_client.h"
#include "pages/metrics/cache_state.h"

#include <QPointer>

#include <optional>

namespace signalbox::ui {

class Session;

// What can be done to the cache and to Redis, as calls of the admin API. Main thread.
class CacheCommands : public QObject {
    Q_OBJECT
public:
    using Done = AdminClient::Done;

    using QObject::QObject;

    void setSession(Session *session);
    Session *session() const;

    void changeNamespace(const QString &name, const QCborMap &changes, QObject *context, Done done);
    void invalidate(const QString &name, const QString &id, QObject *context, Done done);
    void changeTtl(const QString &keyId, std::optional<qint64> ttlMs, QObject *context, Done done); // none: no expiry
    void removeKey(const QString &keyId, QObject *context, Done done);

signals:
    void namespaceChanged(const signalbox::ui::CacheNamespace &now);
    void keyChanged(const QCborMap &row);
    void keyRemoved(const QString &keyId);

private:
    QPointer<Session> m_session;
};

} // namespace signalbox::ui
