// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QCoroTask>
#include <QStringList>

namespace signalbox::ui {
class Session;
}

namespace signalbox::app {

// Users, and who reads and changes them through the cache, for pictures. Main thread.
class SampleAccounts {
public:
    explicit SampleAccounts(ui::Session &session); // outlives it

    QCoro::Task<> make();
    void use(); // some reads and a change; nothing before there are users

private:
    void makeUser(int number);
    QCoro::Task<> signIn();
    void asUser(const QString &id, const QByteArray &change = {}); // reads it without one

    ui::Session &m_session;
    int m_underWay = 0;
    QStringList m_ids;
    QByteArray m_token; // of one who is an admin
    int m_read = 0;
};

} // namespace signalbox::app
