// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArrayList>
#include <QString>

#include <chrono>

namespace signalbox {

// How a server deals with accounts. A value.
struct AccountSettings {
    QByteArrayList jwtSecrets; // the first signs, all verify; empty: one is made and kept in the data folder
    int bcryptCost = 12;
    std::chrono::seconds accessTokenLife = std::chrono::minutes(15);
    std::chrono::seconds refreshTokenLife = std::chrono::hours(30 * 24);
    int registerRate = 60; // of an address in a minute; 0: no limit of its own
    int refreshRate = 300; // likewise
    QString adminEmail; // with a password: that admin is there after the start
    QString adminPassword;
};

} // namespace signalbox
