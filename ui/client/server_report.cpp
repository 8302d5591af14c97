// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/server_report.h"

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto Interval = 3s;

} // namespace

ServerReport::ServerReport(AdminClient &client, QObject *parent)
    : QObject(parent)
    , m_client(client)
{
    m_timer.setInterval(Interval);
    connect(&m_timer, &QTimer::timeout, this, &ServerReport::refresh);
}

void ServerReport::setRunning(bool running)
{
    if (running == m_timer.isActive())
        return;
    if (!running)
        return m_timer.stop();
    m_timer.start();
    refresh();
}

void ServerReport::refresh()
{
    m_client.get(u"/admin/info"_s, {}, this, [this](const AdminClient::Answer &answer) {
        if (answer.ok())
            take(answer.body);
    });
}

std::optional<bool> ServerReport::hasAdmin() const
{
    return m_hasAdmin;
}

QString ServerReport::databaseProblem() const
{
    return m_databaseProblem;
}

bool ServerReport::isDatabaseUp() const
{
    return m_databaseUp;
}

// While the database is down, nobody knows whether there is an admin, and what was known stays.
void ServerReport::take(const QCborMap &server)
{
    const QCborMap database = server.value("database"_L1).toMap();
    const bool up = database.value("state"_L1).toString() != "down"_L1;
    const QString problem = database.value("error"_L1).toString();
    const QCborValue admin = server.value("hasAdmin"_L1);
    const auto hasAdmin = admin.isBool() ? admin.toBool() : m_hasAdmin;
    if (up == m_databaseUp && problem == m_databaseProblem && hasAdmin == m_hasAdmin)
        return;
    m_databaseUp = up;
    m_databaseProblem = problem;
    m_hasAdmin = hasAdmin;
    emit changed();
}

} // namespace signalbox::ui
