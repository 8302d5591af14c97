// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QHostAddress>
#include <QString>
#include <QUrl>

namespace signalbox {

// Where a server listens. A value.
struct ListenAddress {
    QHostAddress host;
    quint16 port = 0;
    QString error; // why it can't be had, and what to do; empty when it can
    bool isPortTaken = false;

    // Looks whether `host` ("localhost" or an address) and `port` can be had; port 0 finds a free one. The gates share
    // their port with every process of the same user that asks for it, so only this look tells that it is taken.
    static ListenAddress find(const QString &host, quint16 port);

    QUrl url(bool tls) const; // one that a client on this machine can use
};

} // namespace signalbox
