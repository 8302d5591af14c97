// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/audit/audit_model.h"
#include "pages/metrics/admin_poller.h"

#include <QWidget>

class QLabel;

namespace signalbox::ui {

class Theme;

// What admins did to one user lately, and the way to all of it. Main thread.
class UserTrail : public QWidget {
    Q_OBJECT
public:
    explicit UserTrail(const Theme &theme, QWidget *parent = nullptr);

    void setSession(Session *session);
    void setUser(const QString &id);
    void setRunning(bool running); // it is looked at
    void refresh();

signals:
    void allAsked(const QString &userId);

private:
    void take(const QCborMap &answer);

    QString m_userId;
    AuditModel m_model;
    AdminPoller m_poller;
    QLabel *m_none;
};

} // namespace signalbox::ui
