// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/queue_connection.h"

#include <QCborArray>
#include <QCoreApplication>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

QueueConnection::State stateOf(const QString &name)
{
    if (name == "down"_L1)
        return QueueConnection::State::Down;
    return name == "off"_L1 ? QueueConnection::State::Off : QueueConnection::State::Up;
}

} // namespace

QString QueueConnection::stateText() const
{
    switch (state) {
    case State::Up:
        return QCoreApplication::translate("QueueConnection", "up");
    case State::Down:
        return QCoreApplication::translate("QueueConnection", "down");
    case State::Off:
        return QCoreApplication::translate("QueueConnection", "off");
    }
    return {};
}

Theme::Role QueueConnection::stateColour() const
{
    if (state == State::Up)
        return Theme::Role::Success;
    return state == State::Down ? Theme::Role::Danger : Theme::Role::Neutral;
}

QString QueueConnection::problem() const
{
    return error.isEmpty() || hint.isEmpty() ? error + hint : error + u' ' + hint;
}

QueueConnection QueueConnection::fromCbor(const QCborMap &map)
{
    QueueConnection connection;
    connection.id = map.value("id"_L1).toString();
    connection.name = map.value("name"_L1).toString();
    connection.url = map.value("url"_L1).toString();
    for (const auto &prefix : map.value("prefixes"_L1).toArray())
        connection.prefixes.append(prefix.toString());
    connection.own = map.value("own"_L1).toBool();
    connection.state = stateOf(map.value("state"_L1).toString());
    connection.error = map.value("error"_L1).toString();
    connection.hint = map.value("hint"_L1).toString();
    return connection;
}

QList<QueueConnection> QueueConnection::listFromCbor(const QCborValue &array)
{
    QList<QueueConnection> connections;
    for (const auto &value : array.toArray())
        connections.append(fromCbor(value.toMap()));
    return connections;
}

} // namespace signalbox::ui
