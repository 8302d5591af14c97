// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/api.h"
#include "http/request.h"

#include <QByteArray>
#include <QByteArrayList>

namespace signalbox::http {

// A registered route. Immutable, shared by the router and the requests it serves, so that it may be removed while
// some of them still run. Reactor thread only.
struct Route {
    Method method = Method::Get;
    QByteArray pattern;
    QByteArrayList parameters; // names, in the order of the pattern
    QByteArray group; // see Api::addGroup(), empty for none
    Handler chain; // the handler inside its middleware, composed once
    Api::Accept accept; // upgrade routes only
    qint64 bodyLimit = 0;
    std::chrono::milliseconds timeout{0};
    quint64 patternHash = 0; // for telemetry
    bool observed = true;
    bool streamsBody = false;
    RateLimit rateLimit;
    RouteDescription description;
};

} // namespace signalbox::http
