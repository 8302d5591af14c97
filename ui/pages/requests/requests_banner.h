// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/requests/page_notice.h"

#include <QPointer>

namespace signalbox::ui {

class Session;

// Says above the list what is wrong with what it shows: the connection is lost, or some requests are missing in it.
// Stays until that is no longer so. Main thread.
class RequestsBanner : public PageNotice {
    Q_OBJECT
public:
    explicit RequestsBanner(QWidget *parent = nullptr);

    void setSession(Session *session); // null: none is attached
    void tellGap(qint64 fromMs, qint64 toMs); // not all requests of that time are in the list
    void forgetGap();

signals:
    void reloadAsked();

private:
    void update();
    QString connectionText() const; // empty when all is well

    QPointer<Session> m_session;
    QString m_gap;
};

} // namespace signalbox::ui
