// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/admin_client.h"

#include <QPointer>
#include <QStringList>

namespace signalbox::ui {

class Session;

// What can be done to users, as calls of the admin API. Main thread.
class UserCommands : public QObject {
    Q_OBJECT
public:
    static constexpr int LargestBatch = 1000;

    // How a change of many went.
    struct Outcome {
        int done = 0;
        int failed = 0;
        QString error; // of the first that failed, or why nothing came back
    };
    using Done = AdminClient::Done;
    using ManyDone = std::function<void(const Outcome &)>;

    using QObject::QObject;

    void setSession(Session *session);
    Session *session() const { return m_session; }

    void create(const QCborMap &user, QObject *context, Done done);
    void change(const QString &id, const QCborMap &changes, QObject *context, Done done);
    void setPassword(const QString &id, const QString &password, QObject *context, Done done); // empty: make one
    void impersonate(const QString &id, QObject *context, Done done);
    void endSession(const QString &id, const QString &session, QObject *context, Done done);
    // `action` as in the admin API, `more` what it needs beside the ids. In batches, one after the other.
    void changeMany(const QStringList &ids, const QString &action, const QCborMap &more, QObject *context,
                    ManyDone done);

signals:
    void changed(); // something was, so lists are stale

private:
    struct Batch;
    void next(const std::shared_ptr<Batch> &batch);
    Done noting(Done done);

    QPointer<Session> m_session;
};

} // namespace signalbox::ui
