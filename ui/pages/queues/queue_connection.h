// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/theme.h"

#include <QCborMap>
#include <QList>
#include <QStringList>

namespace signalbox::ui {

// A Redis whose queues are watched. A value.
struct QueueConnection {
    enum class State : quint8 { Up, Down, Off };

    QString id;
    QString name;
    QString url; // without its password
    QStringList prefixes; // of BullMQ; those that are looked through for queues
    bool own = false; // the server's own, which can't go
    State state = State::Up;
    QString error;
    QString hint; // what to do about it

    QString key() const { return (own ? QLatin1Char('0') : QLatin1Char('1')) + name + QLatin1Char('\n') + id; }
    QString stateText() const;
    Theme::Role stateColour() const;
    QString problem() const; // the error and what to do; empty when there is none
    bool operator==(const QueueConnection &) const = default;

    static QueueConnection fromCbor(const QCborMap &map);
    static QList<QueueConnection> listFromCbor(const QCborValue &array);
};

} // namespace signalbox::ui
