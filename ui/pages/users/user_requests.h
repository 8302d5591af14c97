// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/metrics/admin_poller.h"
#include "pages/users/user_requests_model.h"

#include <QWidget>

class QLabel;

namespace signalbox::ui {

class Theme;

// The latest requests of one user, and the way to all of them. Main thread.
class UserRequests : public QWidget {
    Q_OBJECT
public:
    explicit UserRequests(const Theme &theme, QWidget *parent = nullptr);

    void setSession(Session *session);
    void setUser(const QString &id);
    void setRunning(bool running); // it is looked at

signals:
    void allAsked(const QString &userId);
    void requestAsked(const QByteArray &requestId);

private:
    void take(const QCborMap &answer);

    QString m_userId;
    UserRequestsModel m_model;
    AdminPoller m_poller;
    QLabel *m_none;
};

} // namespace signalbox::ui
