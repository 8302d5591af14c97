// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <variant>

namespace signalbox::redis {

// Where the socket of a redis-server in `folder` goes: there, or, when that path is too long for a socket, in a private
// folder that is always the same for it.
struct SocketPlace {
    struct Impossible {
        QString why;
    };
    static std::variant<SocketPlace, Impossible> make(const QString &folder);

    QString path;
    QString ownFolder; // the private one, if it was needed
};

} // namespace signalbox::redis
